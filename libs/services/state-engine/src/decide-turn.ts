import {
  beginsEpisode,
  decide,
  decideFailure,
  isUnderWay,
  shellFailures,
  type Decision,
  type Moment,
  type Rules,
} from '@parley/conversation';
import { seedOf } from '@parley/message';
import { nativeKeyedHashHex, nativeSha256Hex, type ConnectionDirectory } from '@parley/service-kit';
import type { EngineConfig } from './config.ts';
import type { EnginePorts } from './engine-ports.ts';
import type { FlowLibrary } from './flow-library.ts';
import { rulesOfConnection } from './flow-of-connection.ts';
import type { HeadAnswer, KnownHead } from './heads.ts';
import type { OpenedStimulus } from './open-batch.ts';

/** An entry as decided, on the head it was decided on. */
export interface DecidedTurn {
  readonly opened: OpenedStimulus;
  readonly head: KnownHead;
  readonly rules: Rules | null;
  readonly moment: Moment;
  readonly decision: Extract<Decision, { kind: 'entry' }>;
}

export type TurnAnswer = DecidedTurn | 'nothing-due' | 'not-mine-yet';

export interface DecideTurn {
  readonly ports: Pick<EnginePorts, 'keyring' | 'now' | 'warn'>;
  readonly config: Pick<EngineConfig, 'maxAttempts'>;
  readonly library: FlowLibrary;
  readonly directory: ConnectionDirectory;
}

type Why = { readonly code: string; readonly message: string };

/** What a stimulus does to its conversation, as far as the head that we know is the head. Commits nothing. */
export async function decideTurn(self: DecideTurn, opened: OpenedStimulus, head: HeadAnswer): Promise<TurnAnswer> {
  if (head === 'not-mine-yet') return head;
  const { stimulus, inbound } = opened;
  const idKey = await self.ports.keyring.idKey(inbound.tenant);
  const moment = {
    wallClock: self.ports.now(),
    seed: seedOf(idKey, inbound.conversation, stimulus.eventId, nativeKeyedHashHex),
    sha256Hex: nativeSha256Hex,
  };
  const fail = (why: Why): DecidedTurn => failTurn({ opened, head, rules: null, moment }, why);
  if (!opened.isReadable) return fail({ code: shellFailures.unreadable, message: 'Its seal does not open.' });
  if (inbound.attempt >= self.config.maxAttempts) {
    return fail({ code: shellFailures.killed, message: `Under way when the process died, ${inbound.attempt} times.` });
  }

  const rules = await rulesFor(self, opened, head);
  const unusable = usability(head, rules, beginsEpisode(head.state, stimulus));
  if (unusable === 'not-mine-yet') return unusable;
  if (unusable !== null) return fail({ code: shellFailures.unusableFlow, message: unusable });
  try {
    const decision = decide(head.state, stimulus, rules, moment);
    return decision.kind === 'entry' ? { opened, head, rules, moment, decision } : decision.kind;
  } catch (error) {
    // Never the error's text in the entry: it might quote what was said, and replay could not give it again.
    self.ports.warn('advance.rules-threw', { conversation: inbound.conversation, error: String(error) });
    return fail({ code: shellFailures.threw, message: 'The rules could not handle this stimulus.' });
  }
}

/** The same turn as a failure: the conversation stays where it was. */
export function failTurn(turn: Omit<DecidedTurn, 'decision'>, why: Why): DecidedTurn {
  return { ...turn, decision: decideFailure(turn.head.state, turn.opened.stimulus, why, turn.moment) };
}

async function rulesFor(
  self: DecideTurn,
  { stimulus, inbound }: OpenedStimulus,
  head: KnownHead,
): Promise<Rules | null> {
  const { tenant, connection } = inbound;
  if (beginsEpisode(head.state, stimulus)) return rulesOfConnection(self.directory, self.library, tenant, connection);
  return isUnderWay(head.state) ? self.library.version(tenant, head.state.flow) : null;
}

/** Whether the head's snapshot is one that these rules can step; null = it is. */
function usability(head: KnownHead, rules: Rules | null, begins: boolean): string | 'not-mine-yet' | null {
  const { snapshot } = head.state;
  if (begins || !isUnderWay(head.state)) return null;
  if (rules === null) return 'The flow of this episode cannot be run.';
  if (head.isChecked || snapshot?.status !== 'active') return null;
  const restored = rules.restore(snapshot);
  if (restored.ok) return null;
  return restored.code === 'snapshot-too-new'
    ? 'not-mine-yet'
    : `Its snapshot does not fit the flow: ${restored.code}.`;
}
