import { askedFor } from './arguments.ts';
import { readFlow, readFlowFile } from './flow-file.ts';
import type { World } from './world.ts';

const COMMAND = {
  call: 'parley check',
  about:
    'Says everything that is wrong with a flow, all at once and at its place. It takes a second. What only a server knows (which integrations it offers) is checked by `parley publish`.',
  options: {},
  subject: { name: 'file' },
} as const;

/** `parley check <file>`. */
export async function check(words: readonly string[], world: World): Promise<number> {
  const asked = askedFor(COMMAND, words, world);
  if (typeof asked === 'number') return asked;
  const file = readFlowFile(asked.subject, world);
  const flow = file && readFlow(file, world);
  if (!flow) return 1;
  const { id, intents, languages, hash } = flow;
  const counts = `${intents.length} intents, ${languages.join(' and ')}`;
  world.say(`${id} has no problems: ${counts}; version ${hash.slice(0, 12)}.`);
  return Promise.resolve(0);
}
