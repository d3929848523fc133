import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Answer } from './answer.ts';
import { Lines } from './lines.ts';
import type { BadLine } from './lines.ts';
import type { Session } from './session.ts';

/** A machine may have 2 MiB of text; with escapes and white space that is a longer line. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/**
 * Answers line after line until the input ends. Waits for a slow reader, so that memory stays flat.
 * @throws when the input cannot be read or the log cannot be written
 */
export async function drive(
  session: Session,
  input: Readable,
  output: Writable,
  log: Writable | null = null,
  maxLineBytes = MAX_LINE_BYTES,
): Promise<void> {
  const lines = new Lines(maxLineBytes);
  const failed = log === null ? null : once(log, 'error').then(([error]) => Promise.reject(error as Error));
  const say = async (line: string | BadLine): Promise<void> => {
    if (log !== null && typeof line === 'string') log.write(`${line.replace(/\r$/u, '')}\n`);
    const answer = typeof line === 'string' ? session.answer(line) : badLine(line, maxLineBytes);
    if (!output.write(`${asJson(answer)}\n`)) await once(output, 'drain');
  };
  const all = async (): Promise<void> => {
    for await (const chunk of input as AsyncIterable<Uint8Array>) for (const line of lines.push(chunk)) await say(line);
    for (const line of lines.end()) await say(line);
    if (log !== null) await new Promise<void>((resolve) => log.end(resolve));
  };
  await (failed === null ? all() : Promise.race([all(), failed]));
}

function badLine({ bad }: BadLine, maxBytes: number): Answer {
  const message = bad === 'not-utf8' ? 'This line is not UTF-8.' : `A line has at most ${maxBytes} bytes.`;
  return { error: { code: bad, message } };
}

/** Values that nest too deep to be written are the one answer that JSON itself refuses. */
function asJson(answer: Answer): string {
  try {
    return JSON.stringify(answer);
  } catch (error) {
    const said = error instanceof Error ? error.message : 'unknown';
    return JSON.stringify({ error: { code: 'driver-fault', message: `The answer cannot be written: ${said}` } });
  }
}
