import { shellFailures } from '@parley/conversation';
import { EntriesRefused, type CommitAnswer, type NewEntry } from '@parley/ports';
import type { EngineConfig } from './config.ts';
import { failTurn, type DecidedTurn } from './decide-turn.ts';
import type { EnginePorts } from './engine-ports.ts';
import { sealTurn, type SealedTurn } from './seal-turn.ts';

type Ports = Pick<EnginePorts, 'keyring' | 'sealing' | 'journal' | 'warn'>;

export interface Committed {
  readonly inserted: readonly SealedTurn[];
  /** Recorded before, or on a head that is not the head any more. */
  readonly absent: readonly SealedTurn[];
}

/** The one commit. An entry that the store can never take goes in as a failure, in its place. */
export async function commitTurns(
  ports: Ports,
  { riders }: Pick<EngineConfig, 'riders'>,
  turns: readonly DecidedTurn[],
): Promise<Committed> {
  if (turns.length === 0) return { inserted: [], absent: [] };
  const sealed = await Promise.all(turns.map((turn) => sealTurn(ports, turn, riders)));
  const answers = await commit(
    ports,
    sealed.map(({ entry }) => entry),
  );
  const having = (wanted: string): readonly SealedTurn[] => sealed.filter((_, index) => answers[index] === wanted);
  const refused = having('refused');
  if (refused.length === 0) return { inserted: having('inserted'), absent: having('absent') };

  const why = { code: shellFailures.refusedByStore, message: 'The store cannot take what the entry holds.' };
  const failures = await Promise.all(refused.map((turn) => sealTurn(ports, failTurn(turn, why), riders)));
  const again = await ports.journal.commit(failures.map(({ entry }) => entry));
  const failed = (wanted: CommitAnswer): readonly SealedTurn[] =>
    failures.filter((_, index) => again[index] === wanted);
  return {
    inserted: [...having('inserted'), ...failed('inserted')],
    absent: [...having('absent'), ...failed('absent')],
  };
}

async function commit(ports: Ports, entries: readonly NewEntry[]): Promise<readonly (CommitAnswer | 'refused')[]> {
  try {
    return await ports.journal.commit(entries);
  } catch (error) {
    if (!(error instanceof EntriesRefused)) throw error;
    ports.warn('advance.entries-refused', { events: error.refused.map(({ eventId }) => eventId) });
    return error.answers;
  }
}
