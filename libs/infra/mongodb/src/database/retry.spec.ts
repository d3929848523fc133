import { MongoNetworkError, MongoServerError } from 'mongodb';
import { NoAnswer } from './patience.ts';
import { retrying } from './retry.ts';

/** As Node says it, where the driver adds nothing. */
const broken = Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET', syscall: 'write' });
const steppedDown = () => new MongoServerError({ message: 'not primary', code: 10_107 });

describe('work that may be done twice', () => {
  it('is done again after the connection broke, nothing came back or the primary changed, until it is done', async () => {
    const faults = [new MongoNetworkError('closed'), steppedDown(), new NoAnswer(5), broken];
    const work = async (): Promise<string> => {
      const fault = faults.shift();
      if (fault) throw fault;
      return 'done';
    };
    expect(await retrying(work, 5_000)).toBe('done');
  });

  it('is given up after its time, with the fault as it came', async () => {
    const fault = new MongoNetworkError('closed');
    const began = performance.now();
    let times = 0;
    const work = (): Promise<never> => {
      times += 1;
      return Promise.reject(fault);
    };
    await expect(retrying(work, 200)).rejects.toBe(fault);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(times).toBeGreaterThan(1);
  });

  it.each([
    ['a refusal', new MongoServerError({ message: 'refused', code: 13 })],
    ['a fault of ours', new TypeError('ours')],
  ])('is not done again after %s', async (_, fault) => {
    let times = 0;
    const work = (): Promise<never> => {
      times += 1;
      return Promise.reject(fault);
    };
    await expect(retrying(work, 5_000)).rejects.toBe(fault);
    expect(times).toBe(1);
  });
});
