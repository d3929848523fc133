import { SlackChannel, WebApi } from '@parley/channel-slack';
import { decide, type ConversationState, type EntryMessage, type Rules } from '@parley/conversation';
import { seedOf } from '@parley/message';
import type { Heard } from '@parley/ports';
import { nativeKeyedHashHex, nativeSha256Hex } from '@parley/service-kit';
import { FAR_CHANNEL_RATE } from '../far-words.ts';
import type { ObjectContext, RestateSdk } from './sdk.ts';

export interface BankParts {
  readonly sdk: RestateSdk;
  readonly rules: Rules;
  readonly idKey: Uint8Array;
  readonly apiUrl: string;
  readonly botToken: string;
}

/** A conversation as a virtual object: our rules on the state that Restate keeps, each reply posted and recorded as done. */
export function bankObject({ sdk, rules, idKey, apiUrl, botToken }: BankParts): unknown {
  const rate = { perSecond: FAR_CHANNEL_RATE, burst: FAR_CHANNEL_RATE };
  const slack = new SlackChannel({ api: new WebApi(apiUrl), answerOrigins: [], rate, now: Date.now });
  const { binary } = sdk.serde;

  async function post(heard: Heard, { number, text, choices = [], at }: EntryMessage): Promise<void> {
    const { tenant, connection, conversation } = heard.stimulus;
    const reply = {
      ...{ tenant, connection, conversation, place: heard.place ?? null, reply: `${conversation}:${number}` },
      ...{ number, createdAt: at, from: 'bot' as const, text, choices },
    };
    const answer = await slack.send(reply, { settings: {}, secrets: { botToken } });
    if (answer.kind !== 'sent') throw new Error(`Slack did not take it: ${answer.kind}.`);
  }

  async function hear(context: ObjectContext, heard: Heard): Promise<void> {
    // 1 Where the conversation stands. A thread that the app was not called into is none of its business.
    const kept = await context.get('state', binary);
    if (kept === null && heard.onlyIfPlaced === true) return;
    const state = kept === null ? null : (JSON.parse(Buffer.from(kept).toString()) as ConversationState);
    // 2 What the message does to it: the same whenever it is tried again.
    const { conversation, eventId, receivedAt } = heard.stimulus;
    const seed = seedOf(idKey, conversation, eventId, nativeKeyedHashHex);
    const moment = { wallClock: receivedAt, seed, sha256Hex: nativeSha256Hex };
    const decision = decide(state, heard.stimulus, rules, moment);
    if (decision.kind !== 'entry') return;
    // 3 Kept, and said.
    context.set('state', decision.stateBytes, binary);
    for (const message of decision.entry.messages) {
      if (message.from === 'bot') await context.run(`reply ${message.number}`, () => post(heard, message));
    }
  }

  return sdk.object<Heard>({ name: CONVERSATION, handlers: { hear } });
}

/** What the object is called at Restate. */
export const CONVERSATION = 'conversation';
