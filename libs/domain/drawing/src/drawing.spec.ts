import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoreMachine, TraceRecord } from '@parley/statechart';
import { compile, start, step } from '@parley/statechart';
import { instance } from '@viz-js/viz';
import type { Viz } from '@viz-js/viz';
import DOMPurify from 'dompurify';
import fc from 'fast-check';
import mermaid from 'mermaid';
import { randomChart } from './testing/random-chart.ts';
import { toDot } from './to-dot.ts';
import { toMermaid } from './to-mermaid.ts';

const HOSTILE = [
  'a b',
  '"];x',
  '\\',
  '[*]',
  '--> y',
  '%% no',
  '#35;',
  '<b>&amp;',
  '__proto__',
  'end note',
  '}',
  ':::',
  'state',
  'ü\n2',
];

function device(name: string): CoreMachine {
  const path = join(import.meta.dirname, `../../../../apps/docs/examples/devices/${name}.machine.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as CoreMachine;
}

/** What a door does whose owner mistypes the code, opens it, and finds it forced later. */
function doorTrace(): readonly TraceRecord[] {
  const compiled = compile(device('smart-door'));
  if (!compiled.ok) throw new Error('The door does not compile.');
  const { machine } = compiled;
  let last = start(machine, {}, { now: 0, seed: 's', conversation: 'c', seq: 1 });
  const trace = [...last.trace];
  const give = (now: number, input: Parameters<typeof step>[2]): void => {
    last = step(machine, last.snapshot, input, { now, seed: 's', conversation: 'c', seq: 2 });
    trace.push(...last.trace);
  };
  give(1, { kind: 'event', name: 'unlock', data: { code: '1' } });
  give(2, { kind: 'event', name: 'unlock', data: { code: '0000' } });
  give(3, { kind: 'event', name: 'open_command' });
  give(30_003, { kind: 'time' });
  give(30_004, { kind: 'event', name: 'door.forced' });
  give(35_004, { kind: 'time' });
  return trace;
}

/** What Graphviz has against a drawing, but that it does not know how wide some letters are. */
function complaints(viz: Viz, drawn: string): readonly string[] {
  const { status, errors } = viz.render(drawn, { format: 'dot' });
  const messages = errors.map(({ message }) => message).filter((message) => !message.includes('no value for width'));
  return status === 'success' ? messages : ['failed', ...messages];
}

beforeAll(() => {
  // Mermaid's parser cleans labels with a library that wants a browser's DOM; what it cleans is nothing to its grammar.
  Object.assign(DOMPurify, { sanitize: (text: string) => text, addHook: () => undefined });
  mermaid.initialize({ startOnLoad: false });
});

describe('a machine in Mermaid', () => {
  it('shows states inside each other, regions, history, ends, guards and timers', () => {
    expect(toMermaid(device('smart-door'))).toBe(
      readFileSync(join(import.meta.dirname, '../fixtures/smart-door.mmd'), 'utf8'),
    );
    const drawn = toMermaid(device('security-system'));
    expect(drawn.match(/^ *--$/gm)).toHaveLength(3);
    expect(drawn).toContain('after 3 min');
  });

  it('is read by Mermaid, whatever the machine', async () => {
    const machines = fc.sample(randomChart(HOSTILE), { numRuns: 12, seed: 7 });
    for (const machine of machines)
      await expect(mermaid.parse(toMermaid(machine))).resolves.toMatchObject({ diagramType: 'stateDiagram' });
    await expect(mermaid.parse('stateDiagram-v2\n a -->')).rejects.toThrow();
  });

  it('with a path shows where an instance was, where it is, and what it took in which order', async () => {
    const drawn = toMermaid(device('smart-door'), { path: doorTrace() });
    expect(drawn).toContain('s3 --> s4 : 4#58; open_command');
    expect(drawn).toContain('1, 6#58; #91;config.security#95;level'.replace('#95;', '_'));
    expect(drawn).toContain('class s6 current');
    expect(drawn.match(/class s\d+ visited/g)).toHaveLength(5);
    await expect(mermaid.parse(drawn)).resolves.toBeTruthy();
  });
});

describe('a machine in DOT', () => {
  it('shows clusters and compound edges', async () => {
    const drawn = toDot(device('smart-door'));
    expect(drawn).toBe(readFileSync(join(import.meta.dirname, '../fixtures/smart-door.dot'), 'utf8'));
    const viz = await instance();
    expect(viz.renderString(drawn, { format: 'svg' })).toContain('>open_command<');
  });

  it('is read by Graphviz without a warning, whatever the machine', async () => {
    const viz = await instance();
    for (const machine of fc.sample(randomChart(HOSTILE), { numRuns: 30, seed: 8 })) {
      expect(complaints(viz, toDot(machine))).toEqual([]);
    }
    expect(viz.render('digraph {', { format: 'dot' }).status).toBe('failure');
  });

  it('with a path numbers the transitions and marks the states', async () => {
    const drawn = toDot(device('smart-door'), { path: doorTrace() });
    for (const label of [
      '1, 6: ',
      '2: unlock',
      '3: unlock',
      '4: open_command',
      '5: after 30 s',
      '7: door.forced',
      '8: after 5 s',
    ])
      expect(drawn).toContain(label);
    expect(drawn).toMatch(/s6 \[label="alarm", fillcolor="#fb923c"\]/);
    const viz = await instance();
    expect(complaints(viz, drawn)).toEqual([]);
  });
});
