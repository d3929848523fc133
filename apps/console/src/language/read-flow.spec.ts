import { readFileSync } from 'node:fs';
import { flowTemplate } from '../flows/flow-template.ts';
import { readFlow } from './read-flow.ts';

const bank = readFileSync(new URL('../../../docs/examples/bank-transfer.flow.json', import.meta.url), 'utf8');

describe('reading a flow beside the page', () => {
  it('tells a problem at its line and column, with what would mend it', () => {
    const text = bank.replace('"next": "detect"', '"next": "detectt"');
    const { problems, scene } = readFlow(text);
    expect(scene).toBeNull();
    const [problem] = problems;
    expect(problem).toMatchObject({ code: 'state-missing', severity: 'error', fix: 'Did you mean "detect"?' });
    expect(text.slice(problem?.from, problem?.to)).toBe('"detectt"');
  });

  it('tells where a text stops being JSON', () => {
    const text = '{\n  "id": "x",,\n}';
    expect(readFlow(text).problems).toMatchObject([{ code: 'json-syntax', line: 2, column: 13, from: 14 }]);
  });

  it('draws every state once, those inside others in their frames, in the words of the author', () => {
    const { scene } = readFlow(bank);
    const drawn = [
      ...(scene?.frames ?? []),
      ...(scene?.nodes ?? []).filter(({ kind }) => kind !== 'start' && kind !== 'anywhere'),
    ];
    expect(drawn.map(({ state }) => state).sort()).toEqual(scene?.told.map(({ state }) => state).sort());
    const frame = scene?.frames.find(({ state }) => state === 'transfer');
    const inside = scene?.nodes.find(({ state }) => state === 'confirm');
    if (frame === undefined || inside === undefined) throw new Error('not drawn');
    expect(inside.x).toBeGreaterThan(frame.x);
    expect(inside.y).toBeGreaterThan(frame.y);
    expect(inside.x + inside.width).toBeLessThan(frame.x + frame.width);
    expect(inside.y + inside.height).toBeLessThan(frame.y + frame.height);
    const labels = scene?.edges.flatMap((edge) => edge.labels) ?? [];
    expect(labels).toEqual(
      expect.arrayContaining(['intent:transfer', '[slots.amount < 1000]', 'otherwise', 'after 10m']),
    );
    expect(labels.join()).not.toContain('event.');
  });

  it('says of each state in words where it leads', () => {
    const told = readFlow(bank).scene?.told.find(({ state }) => state === 'check');
    expect(told).toMatchObject({ type: 'decision', depth: 3, pointer: expect.stringMatching(/\/check$/) as string });
    expect(told?.leads).toEqual(['[slots.amount < 1000] → execute', 'otherwise → confirm']);
  });

  it('finds no problem with what a new flow begins as', () => {
    expect(readFlow(flowTemplate('opening-hours')).problems).toEqual([]);
  });
});
