import { appendFile, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConversationKey, ConversationRef, NewConversationKey } from '@parley/ports';
import { ConversationKeys } from '@parley/ports';
import { makeDurableFolder } from './durable-file.ts';
import { z } from 'zod';
import { StartProblem } from '@parley/service-kit';

const schema = z.object({
  /** ms since the epoch. */
  at: z.number(),
  tenant: z.string(),
  /** Absent = the whole tenant. */
  conversation: z.string().optional(),
});

/** Something that was erased: ids and a time, which outlive the database so that a restored one forgets it again. */
export type Erasure = z.infer<typeof schema>;

/** In the data folder; to be copied elsewhere with each backup. */
export const erasuresFile = 'erasures.jsonl';
/** Those that a restored database has still to do again. */
export const pendingErasuresFile = 'erasures.pending.jsonl';

/** Adds to the list; on disk when it resolves. */
export async function noteErasure(dataFolder: string, erasure: Erasure): Promise<void> {
  await makeDurableFolder(dataFolder);
  const file = await open(join(dataFolder, erasuresFile), 'a', 0o600);
  try {
    // A line of its own, even after one that a crash cut short.
    await appendFile(file, `\n${JSON.stringify(erasure)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Those at or after a time. @throws StartProblem when the file is damaged, or is missing though it was named */
export async function erasuresSince(file: string, since: number, isNamed: boolean): Promise<readonly Erasure[]> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) {
    if (isNamed) throw new StartProblem(`There is no list of erasures in ${file}. Nothing was written.`);
    return [];
  }
  return parse(text, file).filter(({ at }) => at >= since);
}

/** Does again what a restored database has to forget; the list goes when all of it is done. Answers how many. */
export async function eraseAgain(dataFolder: string, erase: (erasure: Erasure) => Promise<void>): Promise<number> {
  const file = join(dataFolder, pendingErasuresFile);
  const pending = await erasuresSince(file, 0, false);
  for (const erasure of pending) await erase(erasure);
  await rm(file, { force: true });
  return pending.length;
}

/** The erasure of a line that a crash cut short had not begun; its end is missing. */
function parse(text: string, file: string): readonly Erasure[] {
  return text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => {
      const read = schema.safeParse(safely(line));
      if (!read.success) throw new StartProblem(`${file} is damaged: a line of it cannot be read.`);
      return read.data;
    });
}

function safely(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The keys, each destruction noted before it is done. */
export class NotedKeys extends ConversationKeys {
  constructor(
    private readonly keys: ConversationKeys,
    private readonly dataFolder: string,
  ) {
    super();
  }

  override ensure(keys: readonly NewConversationKey[]): Promise<readonly ConversationKey[]> {
    return this.keys.ensure(keys);
  }

  override get(
    refs: readonly (ConversationRef & { readonly generation: number })[],
  ): Promise<readonly ConversationKey[]> {
    return this.keys.get(refs);
  }

  override newest(conversation: ConversationRef): Promise<ConversationKey | null> {
    return this.keys.newest(conversation);
  }

  override async destroy(conversation: ConversationRef, generation: number, at: number): Promise<void> {
    const { tenant, conversation: id } = conversation;
    await noteErasure(this.dataFolder, { at, tenant, conversation: id });
    await this.keys.destroy(conversation, generation, at);
  }
}
