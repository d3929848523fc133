import { setTimeout as pause } from 'node:timers/promises';
import type { FakeMessage, FakeSlack, Fault, ToldEvent } from '@parley/channel-simulator';
import { eventId } from '@parley/message';
import type { Person } from './person.ts';

const lookEveryMs = 50;

/** In a direct message with the app. Slack's event is one and the same, however often it is sent. */
export class SlackPerson implements Person {
  readonly conversation = '';
  private readonly said = new Map<string, ToldEvent>();

  constructor(
    private readonly slack: FakeSlack,
    private readonly channel: string,
  ) {}

  get shown(): readonly string[] {
    return this.answers().map(({ metadata, ts }) => String(metadata?.event_payload['reply'] ?? ts));
  }

  get heard(): readonly string[] {
    return this.answers().map(({ text }) => text);
  }

  opened(): Promise<string> {
    return Promise.reject(new Error('Nobody opens a direct message.'));
  }

  async say(id: string, text: string): Promise<string> {
    const event = this.said.get(id) ?? this.slack.speak({ channel: this.channel, user: `U${this.channel}`, text });
    this.said.set(id, event);
    const { isAcknowledged, attempts } = await event.tell();
    if (!isAcknowledged) throw new Error(`Slack was answered ${attempts.at(-1)?.status ?? 0}.`);
    return eventId('slack', event.id);
  }

  look(): Promise<void> {
    return pause(lookEveryMs);
  }

  private answers(): readonly FakeMessage[] {
    return this.slack.answers(this.channel);
  }
}

/** What Slack does wrong, one after the other: with the message shown and with it not. */
const mishaps: readonly Omit<Fault, 'method'>[] = [
  { status: 429, retryAfter: 1, times: 5 },
  { status: 500, does: true, times: 3 },
  { status: 500, times: 3 },
  { cuts: true, does: true, times: 3 },
  { cuts: true, times: 3 },
  { afterMs: 2_500, times: 5 },
];

/** Arranges the mishaps of the `turn`th life. */
export function misbehave(slack: FakeSlack, turn: number): void {
  const fault = mishaps[turn % mishaps.length];
  if (fault !== undefined) slack.arrange({ method: 'chat.postMessage', ...fault });
}
