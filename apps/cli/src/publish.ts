import type { Problem } from '@parley/statechart';
import { askedFor } from './arguments.ts';
import { lineOf, readFlow, readFlowFile, type FlowFile } from './flow-file.ts';
import type { World } from './world.ts';

const DEFAULT_URL = 'http://127.0.0.1:4000';
const TIMEOUT_MS = 30_000;

const COMMAND = {
  call: 'parley publish',
  about: `Checks a flow and makes it what new conversations run; conversations under way keep the version that they began on. It takes a second.

The API key is read from PARLEY_API_KEY (never from the command line, where others on the machine could read it), the server's address from PARLEY_URL unless --url says it.`,
  options: {
    url: { kind: 'text', value: 'ADDRESS', about: `the server (${DEFAULT_URL})` },
    draft: { kind: 'flag', about: 'only saves the draft' },
    'keep-default': { kind: 'flag', about: 'publishes the version, but new conversations go on with the one before' },
  },
  subject: { name: 'file' },
} as const;

/** `parley publish <file>`. */
export async function publish(words: readonly string[], world: World): Promise<number> {
  const asked = askedFor(COMMAND, words, world);
  if (typeof asked === 'number') return asked;
  const key = world.env['PARLEY_API_KEY'];
  if (key === undefined || key === '') {
    world.complain('PARLEY_API_KEY is not set. `npm run demo:key` makes a key for the demo tenant.');
    return 2;
  }
  const file = readFlowFile(asked.subject, world);
  const flow = file && readFlow(file, world);
  if (!file || !flow) return 1;
  const server = { url: asked.options.url ?? world.env['PARLEY_URL'] ?? DEFAULT_URL, key };
  try {
    await call(server, 'PUT', `/v1/flows/${flow.id}/draft`, { text: file.text });
    if (asked.options.draft) world.say(`The draft of ${flow.id} is saved.`);
    else await publishDraft(server, flow.id, asked.options['keep-default'], world);
    return 0;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    sayRefusal(error, file, world);
    return 1;
  }
}

interface Server {
  readonly url: string;
  readonly key: string;
}

async function publishDraft(server: Server, id: string, keepsDefault: boolean, world: World): Promise<void> {
  const { hash } = (await call(server, 'POST', `/v1/flows/${id}/publish`, {})) as { readonly hash: string };
  const version = `Version ${hash.slice(0, 12)} of ${id} is published`;
  if (!keepsDefault) await call(server, 'PUT', `/v1/flows/${id}/default`, { hash });
  world.say(keepsDefault ? `${version}.` : `${version}, and what new conversations run.`);
}

/** The server said no, or nothing. */
class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    message: string,
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
  }
}

async function call({ url, key }: Server, method: string, path: string, body: unknown): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const why =
      (error as Error).name === 'TimeoutError' ? `did not answer in ${TIMEOUT_MS / 1000} s` : 'is not reached';
    throw new Refused(`${url} ${why}. Is Parley running there? --url or PARLEY_URL says where else.`);
  }
  const content = (await answer.json().catch(() => null)) as Partial<Told> | null;
  if (answer.ok) return content;
  const said = content?.detail ?? content?.title ?? answer.statusText;
  throw new Refused(
    `The server refuses it (${answer.status}${content?.code ? `, ${content.code}` : ''}): ${said}`,
    content?.problems,
  );
}

/** What a refusal says (RFC 9457). */
interface Told {
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly problems: readonly Problem[];
}

function sayRefusal({ message, problems }: Refused, file: FlowFile, world: World): void {
  for (const problem of problems) world.say(lineOf(file, problem));
  world.complain(message);
}
