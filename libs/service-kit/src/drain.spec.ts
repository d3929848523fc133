import { Drain } from './drain.ts';

describe('a process that stops', () => {
  it('stops what was started last first, one after the other', async () => {
    const drain = new Drain();
    const order: string[] = [];
    for (const name of ['database', 'consumer', 'server']) {
      drain.add(name, async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(`${name} ends`);
      });
    }
    expect(drain.isDraining).toBe(false);
    const faults = drain.run(1_000);
    expect(drain.isDraining).toBe(true);
    expect(await faults).toEqual([]);
    expect(order.join(', ')).toBe(
      'server begins, server ends, consumer begins, consumer ends, database begins, database ends',
    );
  });

  it('stops the others though one fails, one throws and one never ends, and says which', async () => {
    const drain = new Drain();
    let isClosed = false;
    drain.add('database', () => void (isClosed = true));
    drain.add('consumer', () => Promise.reject(new Error('connection cut')));
    drain.add('timers', () => {
      throw new Error('no such timer');
    });
    drain.add('server', () => new Promise(() => undefined));
    expect(await drain.run(30)).toEqual([
      'server was still busy after 30 ms.',
      'timers failed to stop: no such timer.',
      'consumer failed to stop: connection cut.',
    ]);
    expect(isClosed).toBe(true);
  });

  it('stops once, however often it is told', async () => {
    const drain = new Drain();
    let times = 0;
    drain.add('server', () => void (times += 1));
    await Promise.all([drain.run(100), drain.run(100)]);
    expect(times).toBe(1);
  });
});
