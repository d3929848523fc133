import { OutcomeKind, type InboundStimulus, type Outcome } from '@parley/contracts';
import { nextDue } from '@parley/conversation';
import { failpoint } from '@parley/service-kit';
import { commitTurns } from './commit-turns.ts';
import type { EngineConfig } from './config.ts';
import { decideTurn, type DecidedTurn, type DecideTurn } from './decide-turn.ts';
import type { EnginePorts } from './engine-ports.ts';
import { findRecorded } from './find-recorded.ts';
import type { Heads, KnownHead } from './heads.ts';
import { openBatch, type OpenedStimulus } from './open-batch.ts';
import { advancedOutcome, duplicateOutcome, emptyOutcome } from './outcome.ts';
import type { SealedTurn } from './seal-turn.ts';

export interface AdvanceConversation extends DecideTurn {
  readonly ports: EnginePorts;
  readonly config: EngineConfig;
  readonly heads: Heads;
  /** Told of what was committed: hints, losing them loses nothing. */
  readonly committed: (turns: readonly SealedTurn[]) => void;
  /** Told how long a wake-up waited in the log, ms: no more should go off meanwhile, or people wait behind them. */
  readonly woken: (waitedMs: number) => void;
}

type Settled = Map<InboundStimulus, Outcome>;

/**
 * Moves each conversation by one stimulus: many conversations, one commit. Idempotent by event id: asked again it
 * answers with what was recorded. A rejection says that nothing is known of any of them.
 */
export async function advanceConversations(
  self: AdvanceConversation,
  stimuli: readonly InboundStimulus[],
  withProjection: boolean,
): Promise<readonly Outcome[]> {
  const settled: Settled = new Map();
  failpoint('advance.before-open');

  // 1 Open the seals; what is left out was sealed by a key that is destroyed.
  let left = await openBatch(self.ports, stimuli);
  const wakeUp = left.find(({ stimulus }) => stimulus.body.kind === 'timer');
  if (wakeUp !== undefined) self.woken(self.ports.now() - wakeUp.inbound.receivedAt);
  for (let races = 0; left.length > 0; races += 1) {
    if (races > self.config.maxRaces) throw new TooManyRaces(left.length);

    // 2 Decide each on the head that we know.
    const { turns, idle } = await decideAll(self, left, settled);
    failpoint('advance.after-decide');

    // 3 The one commit: only the insert decides. What woke it is cleared before, for a row keeps the earliest due time
    // asked for, and whoever fired it clears that one: the next wake-up would go with it.
    await clearFired(self.ports, turns);
    const { inserted, absent } = await commitTurns(self.ports, self.config, turns);
    failpoint('advance.after-commit');
    for (const turn of inserted) {
      self.heads.remember(turn.opened.inbound, turn.next);
      settled.set(turn.opened.inbound, advancedOutcome(turn.decision.entry, turn.projection, withProjection));
    }
    self.committed(inserted);

    // 4 What is not in was recorded before, or else somebody moved the head: then once more, on the new one.
    for (const { opened } of absent) self.heads.forget(opened.inbound);
    left = await settleRecorded(self, [...absent, ...idle], settled, withProjection);
  }
  return stimuli.map((one) => settled.get(one) ?? emptyOutcome(one, OutcomeKind.ERASED));
}

async function clearFired({ wakeUps }: EnginePorts, moved: readonly (DecidedTurn | IdleWakeUp)[]): Promise<void> {
  const fired = moved.flatMap(({ opened: { stimulus, inbound } }) => {
    if (stimulus.body.kind !== 'timer') return [];
    const { tenant, conversation, connection } = inbound;
    return [{ tenant, conversation, connection, due: stimulus.body.due }];
  });
  if (fired.length > 0) await wakeUps.clear(fired);
}

/** A wake-up that found nothing due on this head. */
interface IdleWakeUp {
  readonly opened: OpenedStimulus;
  readonly head: KnownHead;
}

interface Decided {
  readonly turns: readonly DecidedTurn[];
  readonly idle: readonly IdleWakeUp[];
}

async function decideAll(
  self: AdvanceConversation,
  left: readonly OpenedStimulus[],
  settled: Settled,
): Promise<Decided> {
  const heads = await self.heads.load(left.map(({ inbound }) => inbound));
  const turns: DecidedTurn[] = [];
  const idle: IdleWakeUp[] = [];
  await Promise.all(
    left.map(async (opened, index) => {
      const head = heads[index] ?? 'not-mine-yet';
      const turn = await decideTurn(self, opened, head);
      if (turn === 'not-mine-yet' || head === 'not-mine-yet') {
        settled.set(opened.inbound, emptyOutcome(opened.inbound, OutcomeKind.NOT_MINE_YET));
      } else if (turn === 'nothing-due') idle.push({ opened, head });
      else turns.push(turn);
    }),
  );
  return { turns, idle };
}

/** Settles what the journal knows; answers with what has to be decided again. */
async function settleRecorded(
  self: AdvanceConversation,
  doubtful: readonly (DecidedTurn | IdleWakeUp)[],
  settled: Settled,
  withProjection: boolean,
): Promise<readonly OpenedStimulus[]> {
  const recorded = await findRecorded(
    self.ports,
    doubtful.map(({ opened }) => opened.inbound),
  );
  const again: OpenedStimulus[] = [];
  const early: IdleWakeUp[] = [];
  for (const [index, one] of doubtful.entries()) {
    const { inbound } = one.opened;
    const entry = recorded[index] ?? null;
    if (entry === 'erased') settled.set(inbound, emptyOutcome(inbound, OutcomeKind.ERASED));
    else if (entry !== null) settled.set(inbound, duplicateOutcome(entry, withProjection));
    else if ('decision' in one) again.push(one.opened);
    else early.push(one);
  }
  return [...again, ...(await settleEarly(self, early, settled))];
}

/**
 * No insert has proven that the head of an early wake-up was the head: it is read again, and if it moved, decided again.
 * Else the next wake-up is arranged, without an entry.
 */
async function settleEarly(
  self: AdvanceConversation,
  early: readonly IdleWakeUp[],
  settled: Settled,
): Promise<readonly OpenedStimulus[]> {
  for (const { opened } of early) self.heads.forget(opened.inbound);
  const heads = await self.heads.load(early.map(({ opened }) => opened.inbound));
  const again: OpenedStimulus[] = [];
  const nothingDue: IdleWakeUp[] = [];
  for (const [index, one] of early.entries()) {
    const now = heads[index];
    if (now === undefined || now === 'not-mine-yet' || now.seq !== one.head.seq) again.push(one.opened);
    else nothingDue.push(one);
  }
  await arrangeNext(self, nothingDue);
  for (const { opened } of nothingDue) {
    settled.set(opened.inbound, emptyOutcome(opened.inbound, OutcomeKind.NOTHING_DUE));
  }
  return again;
}

/**
 * Their states were left, or entered anew. First what fired is cleared, if it is there still: `arrange` keeps the earlier of
 * two. All at once: conversations that began together wake up together, and behind each of them somebody waits.
 */
async function arrangeNext({ ports, heads }: AdvanceConversation, idle: readonly IdleWakeUp[]): Promise<void> {
  if (idle.length === 0) return;
  await clearFired(ports, idle);
  failpoint('advance.before-arrange');
  await ports.wakeUps.arrange(
    idle.flatMap(({ opened: { inbound }, head }) => {
      const { tenant, conversation, connection } = inbound;
      const due = nextDue(head.state);
      return due === null ? [] : [{ tenant, conversation, connection, due }];
    }),
  );
  for (const { opened, head } of idle) {
    if (head.seq > 0) heads.remember(opened.inbound, { ...head, wakeUpAt: nextDue(head.state) });
  }
}

/** Somebody else moves these conversations all the time: the log pauses, then they are tried again. */
class TooManyRaces extends Error {
  override readonly name = 'TooManyRaces';
  constructor(count: number) {
    super(`${count} conversations were moved by another process each time that this one tried.`);
  }
}
