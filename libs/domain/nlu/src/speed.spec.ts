import { readHeldOut, readTrainingSet } from './testing/example-flows.ts';
import { train } from './train.ts';
import type { TrainingSet } from './types.ts';

declare const process: { cpuUsage(): { readonly user: number } };

/**
 * The least of several runs, in ms of processor time for one of `repeats`: what it costs, whatever else the machine does.
 * Repeated, because the clock of the processor ticks in milliseconds.
 */
function cheapest(runs: number, repeats: number, work: () => void): number {
  const costs = Array.from({ length: runs }, () => {
    const before = process.cpuUsage().user;
    for (let repeat = 0; repeat < repeats; repeat += 1) work();
    return (process.cpuUsage().user - before) / 1000 / repeats;
  });
  return Math.min(...costs);
}

const tenByFifteen: TrainingSet = (() => {
  const clinic = readTrainingSet('clinic-appointment');
  const bank = readTrainingSet('bank-transfer');
  const extra = bank.intents.filter(({ name }) => !clinic.intents.some((each) => each.name === name));
  const more = [...clinic.intents, ...extra, { name: 'second_hello', examples: clinic.intents[0]?.examples ?? [] }];
  return {
    language: 'en',
    slots: { ...clinic.slots, ...bank.slots },
    intents: more.slice(0, 10).map((intent) => ({ ...intent, examples: intent.examples.slice(0, 15) })),
  };
})();

describe('the cost of understanding', () => {
  it('trains 10 intents of 15 examples in less than 300 ms', () => {
    expect(tenByFifteen.intents.map(({ examples }) => examples.length)).toEqual(Array.from({ length: 10 }, () => 15));
    expect(cheapest(6, 1, () => train(tenByFifteen))).toBeLessThan(300);
  });

  it('understands a message in less than 100 µs', () => {
    const model = train(readTrainingSet('bank-transfer'));
    const texts = readHeldOut('bank-transfer').sentences.map(({ text }) => text);
    const batchMs = cheapest(5, 20, () => texts.forEach((text) => model.understand(text)));
    expect((batchMs / texts.length) * 1000).toBeLessThan(100);
  });

  it.each([
    ['one word', 'a'.repeat(262_144)],
    ['unknown words', 'zurklefant '.repeat(23_831)],
    ['digits', '1,'.repeat(131_072)],
    ['marks', '?!'.repeat(131_072)],
    ['number words', 'hundred and '.repeat(21_845)],
  ])('bounds the cost of 256 kB of %s', (_, text) => {
    const model = train(readTrainingSet('bank-transfer'));
    expect(cheapest(4, 20, () => model.understand(text))).toBeLessThan(10);
  });
});
