import { readdirSync, readFileSync } from 'node:fs';
import { checkFlow } from './check-flow.ts';
import { trainFlow } from './model.ts';
import { runTranscript } from './transcript/run-transcript.ts';
import type { Transcript } from './transcript/transcript.ts';

const FOLDER = 'apps/docs/examples';

describe.each(['bank-transfer', 'clinic-appointment'])('the example %s', (name) => {
  const checked = checkFlow(readFileSync(`${FOLDER}/${name}.flow.json`, 'utf8'));

  it('has no problems', () => {
    expect(checked.ok ? [] : checked.problems).toEqual([]);
  });

  const scripts = readdirSync(`${FOLDER}/${name}.scripts`).map((file): Transcript =>
    JSON.parse(readFileSync(`${FOLDER}/${name}.scripts/${file}`, 'utf8')),
  );
  const flow = checked.ok ? checked.flow : null;
  const model = flow === null ? null : trainFlow(flow);

  describe.each([
    ['in one go', false],
    ['restored from bytes after every entry', true],
  ])('%s', (_, restart) => {
    it.each(scripts.map((script) => [script.title, script] as const))('%s', (_title, script) => {
      if (flow === null || model === null) throw new Error('The flow has problems.');
      expect(runTranscript(flow, model, script, { restart }).differences).toEqual([]);
    });
  });
});
