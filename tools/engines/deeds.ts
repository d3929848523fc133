import { join } from 'node:path';
import { ENGINES_FOLDER, type Engine } from '@parley/testing';
import { emptyEngine, EngineProblem, findEngine, lastLines, startEngine } from '@parley/testing/engines';
import { note } from './state-file.ts';

/** Tells one sentence about one engine. */
type Tell = (kind: Engine, sentence: string) => void;

/** Something done with each of the engines; false = not all of it was done. */
export type Deed = (kinds: readonly Engine[], tell: Tell) => Promise<boolean>;

const LOG_LINES = 40;

const folderOf = (kind: Engine): string => join(ENGINES_FOLDER, kind);

/** Starts those that do not run, side by side; what one of them lacks keeps none of the others from starting. */
export const up: Deed = (kinds, tell) =>
  each(kinds, tell, async (kind) => {
    const before = await findEngine(kind, folderOf(kind));
    const engine = await startEngine(kind, folderOf(kind), { say: (sentence) => tell(kind, sentence) });
    note(kind, engine);
    tell(kind, `${before?.pid === engine.pid ? 'runs already' : 'is up'}: ${withoutPassword(engine.address)}`);
  });

export const down =
  (empty: boolean): Deed =>
  (kinds, tell) =>
    each(kinds, tell, async (kind) => {
      const engine = await findEngine(kind, folderOf(kind));
      note(kind, null);
      await engine?.stop();
      if (empty) emptyEngine(kind, folderOf(kind));
      tell(kind, `${engine === null ? 'was not up' : 'is down'}${empty ? ', its data are gone' : ''}`);
    });

/** Whether all of them serve. */
export const status: Deed = (kinds, tell) =>
  each(kinds, tell, async (kind) => {
    const engine = await findEngine(kind, folderOf(kind));
    if (engine === null) throw new EngineProblem('is not up');
    if (!(await engine.answers())) throw new EngineProblem(`runs (process ${engine.pid}), and serves no request`);
    tell(kind, `serves (process ${engine.pid}): ${withoutPassword(engine.address)}`);
  });

export const logs: Deed = (kinds, tell) =>
  each(kinds, tell, (kind) => {
    const file = join(folderOf(kind), 'log');
    tell(kind, `${file}\n${lastLines(file, LOG_LINES)}`);
    return Promise.resolve();
  });

async function each(kinds: readonly Engine[], tell: Tell, work: (kind: Engine) => Promise<void>): Promise<boolean> {
  const done = await Promise.all(
    kinds.map((kind) =>
      work(kind).then(
        () => true,
        (fault: unknown) => {
          if (!(fault instanceof Error)) throw fault;
          tell(kind, fault.message);
          return false;
        },
      ),
    ),
  );
  return done.every(Boolean);
}

/** The whole address is in engines.json, which only its owner may read. */
function withoutPassword(address: string): string {
  return address.replace(/:[^:@/]+@/, ':…@');
}
