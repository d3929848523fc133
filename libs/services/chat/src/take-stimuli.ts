import { EventLogUnavailable, RecordsRefused } from '@parley/ports';
import type { Heard } from '@parley/ports';
import type { Answering } from './answering.ts';
import { appendStimuli } from './append-stimuli.ts';
import type { Backlog } from './backlog.ts';
import type { ChatPorts } from './chat-ports.ts';
import type { ChatConfig } from './config.ts';
import { limitRate } from './limit-rate.ts';
import type { PlaceBook } from './place-book.ts';

export interface TakeStimuli {
  readonly ports: ChatPorts;
  readonly config: ChatConfig;
  readonly places: PlaceBook;
  readonly backlog: Backlog;
  readonly answering: Answering;
}

export type TakeAnswer =
  | { readonly kind: 'durable'; readonly eventIds: readonly string[] }
  /** It cannot be kept as it is, however often it is tried. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'flood' | 'busy'; readonly retryInMs: number };

const todo =
  'Messages are refused until they can be written again; nothing acknowledged is lost. If the disk is full, free some space.';

/** What people and programs say of their own accord, whatever it came by. Answers `durable` only when it is. */
export async function takeStimuli(self: TakeStimuli, all: readonly Heard[], now: number): Promise<TakeAnswer> {
  const { ports, config, backlog, places } = self;
  // 1 Can anything be promised now, and is it any business of ours?
  const retryInMs = backlog.refusal();
  if (retryInMs !== null) return { kind: 'busy', retryInMs };
  const heard = await ourBusiness(places, all);
  if (heard.length === 0) return { kind: 'durable', eventIds: [] };

  // 2 Over the rate it is still taken, but without a turn; a flood is not taken.
  const said = heard.map(({ stimulus }) => stimulus);
  const limited = await limitRate(ports, config, said, now);
  if (limited.kind === 'flood') return limited;

  // 3 Durable, then acknowledged.
  for (const { conversation, eventId } of limited.stimuli) self.answering.begin(conversation, eventId);
  try {
    // Before the append: a reply may be on its way as soon as that is done.
    await places.note(heard);
    await appendStimuli(ports, config, limited.stimuli);
  } catch (error) {
    for (const { conversation, eventId } of limited.stimuli) self.answering.settle(conversation, [eventId]);
    if (error instanceof EventLogUnavailable) {
      if (backlog.complains(now)) ports.warn('log.unavailable', { why: error.message, todo });
      return { kind: 'busy', retryInMs: 1_000 };
    }
    if (error instanceof RecordsRefused)
      return { kind: 'refused', code: 'message.unstorable', message: 'This message cannot be kept as it is.' };
    throw error;
  }
  return { kind: 'durable', eventIds: limited.stimuli.map(({ eventId }) => eventId) };
}

/** Without what was said where nobody called us. */
async function ourBusiness(places: PlaceBook, heard: readonly Heard[]): Promise<readonly Heard[]> {
  if (heard.every(({ onlyIfPlaced }) => onlyIfPlaced !== true)) return heard;
  const isOurs = await Promise.all(
    heard.map(async ({ stimulus, onlyIfPlaced }) => onlyIfPlaced !== true || (await places.find(stimulus)) !== null),
  );
  return heard.filter((_, index) => isOurs[index]);
}
