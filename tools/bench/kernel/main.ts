import { compile } from '@parley/statechart';
import type { CoreMachine, Machine } from '@parley/statechart';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { BANK_INPUTS, bankCore, countStates } from './bank.ts';
import { heapBytes } from '../heap-bytes.ts';
import type { BankInput } from './bank.ts';
import { race } from './cpu-race.ts';
import type { Lane } from './cpu-race.ts';
import { ours, peer } from './engines.ts';
import type { Engine } from './engines.ts';
import { PLAIN_BANK, PLAIN_INPUTS } from './plain-bank.ts';
import { flatRing, steps, wideParallel } from './wide.ts';
import { makePeer, peerConfig } from './xstate-bank.ts';

/** Machines are named by the flow that they come from, as the product does it. */
const identity = 'flow';

/** Measures the kernel beside XState; run in a process of its own with --expose-gc, the root as its argument. */
const root = process.argv[2] ?? process.cwd();
say(`beside XState ${peerVersion()}`);
const plain = figuresOf('the 22 states of the bank flow, written by hand', PLAIN_BANK, PLAIN_INPUTS);
figuresOf('the same 22 states as the flow is desugared', bankCore(root), BANK_INPUTS);
const wide = race({
  flat20: steps(flatRing(20)),
  flat1000: steps(flatRing(1_000)),
  regions: steps(wideParallel(500), 2),
});
say(`flat µs: 20 ${wide.flat20.toFixed(2)}, 1000 ${wide.flat1000.toFixed(2)}; 500 regions ${wide.regions.toFixed(0)}`);
console.log(
  JSON.stringify({
    ...plain,
    flat1000Ratio: round(wide.flat1000 / wide.flat20),
    regions500Ms: round(wide.regions / 1_000),
  }),
);

function figuresOf(title: string, core: CoreMachine, inputs: readonly BankInput[]): Readonly<Record<string, number>> {
  const config = peerConfig(core);
  const own = ours(compiled(core));
  const other = peer(makePeer(config));
  checkAlike(own, other, inputs);
  const stored = textsOf(own, inputs);
  const times = race({
    cycle: cycles(own, inputs),
    peerCycle: cycles(other, inputs),
    floor: {
      pieces: stored.length,
      run: (count) => repeat(count, () => stored.forEach((text) => JSON.stringify(JSON.parse(text)))),
    },
    memory: inMemory(own, inputs),
    peerMemory: inMemory(other, inputs),
    compile: { pieces: 1, run: (count) => repeat(count, () => compile(core, { identity })) },
    peerCompile: { pieces: 1, run: (count) => repeat(count, () => makePeer(config)) },
  });
  const machineKb = round(machineBytes(core) / 1_024);
  say(`${title} (${countStates(core)} states, ${inputs.length} inputs); CPU µs ours / XState:`);
  say(`  cycle ${round(times.cycle)} / ${round(times.peerCycle)}, floor ${round(times.floor)}`);
  say(`  in memory ${round(times.memory)} / ${round(times.peerMemory)}`);
  say(`  compile ${round(times.compile)} / ${round(times.peerCompile)}; ${machineKb} kB`);
  return {
    cycleRatio: round(times.peerCycle / times.cycle),
    inMemoryRatio: round(times.peerMemory / times.memory),
    compileRatio: round(times.peerCompile / times.compile),
    cycleUs: round(times.cycle),
    floorUs: round(times.floor),
    machineKb,
  };
}

function peerVersion(): string {
  return String(JSON.parse(readFileSync(join(root, 'node_modules/xstate/package.json'), 'utf8')).version);
}

function compiled(source: CoreMachine): Machine {
  const result = compile(source, { identity });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.machine;
}

/** Both engines must come to the same states and data after every input, or their times mean nothing. */
function checkAlike<A, B>(one: Engine<A>, two: Engine<B>, inputs: readonly BankInput[]): void {
  let a = one.begin();
  let b = two.begin();
  inputs.forEach((input, place) => {
    a = one.advance(one.load(one.store(a)), input, place);
    b = two.advance(two.load(two.store(b)), input, place);
    if (!isDeepStrictEqual(one.view(a), two.view(b))) {
      throw new Error(`Input ${place}: ${JSON.stringify(one.view(a))} is not ${JSON.stringify(two.view(b))}.`);
    }
  });
}

/** The stored text before each input. */
function textsOf<S>(engine: Engine<S>, inputs: readonly BankInput[]): string[] {
  const texts: string[] = [];
  let snapshot = engine.begin();
  inputs.forEach((input, place) => {
    texts.push(engine.store(snapshot));
    snapshot = engine.advance(snapshot, input, place);
  });
  return texts;
}

function cycles<S>(engine: Engine<S>, inputs: readonly BankInput[]): Lane {
  const texts = textsOf(engine, inputs);
  return {
    pieces: texts.length,
    run: (times) =>
      repeat(times, () => {
        for (const [place, input] of inputs.entries()) {
          engine.store(engine.advance(engine.load(texts[place] ?? ''), input, place));
        }
      }),
  };
}

function inMemory<S>(engine: Engine<S>, inputs: readonly BankInput[]): Lane {
  const first = engine.begin();
  return {
    pieces: inputs.length,
    run: (times) =>
      repeat(times, () => {
        let snapshot = first;
        for (const [place, input] of inputs.entries()) snapshot = engine.advance(snapshot, input, place);
      }),
  };
}

/** Heap that one more compiled bank machine takes. */
function machineBytes(core: CoreMachine): number {
  const text = JSON.stringify(core);
  const count = 200;
  const kept: Machine[] = [compiled(JSON.parse(text) as CoreMachine)];
  const before = heapBytes();
  for (let made = 0; made < count; made += 1) kept.push(compiled(JSON.parse(text) as CoreMachine));
  const bytes = (heapBytes() - before) / count;
  return kept.length > 0 ? bytes : 0;
}

function repeat(times: number, work: () => void): void {
  for (let left = times; left > 0; left -= 1) work();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function say(line: string): void {
  console.error(line);
}
