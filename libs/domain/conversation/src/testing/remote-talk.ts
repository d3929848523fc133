import type { Value } from '@parley/expression';
import type { Entry } from '../entry.ts';
import type { Rules } from '../rules.ts';
import { remoteRules, Talk } from './little-flow.ts';

/** A conversation whose model is outside, and answers only when it is told to. */
export class RemoteTalk extends Talk {
  override rules: Rules | null = remoteRules();

  /** What the model says about the first that waits. */
  hears(value: Value): Entry {
    return this.take({ kind: 'result', operation: this.asked, attempt: 1, outcome: 'done', value });
  }

  means(intent: string | null): Entry {
    return this.hears({ intent, confidence: intent === null ? 0 : 1 });
  }

  press(intent: string): Entry {
    return this.take({ kind: 'message', text: intent, button: { episode: 1, question: 1, intent } });
  }

  get asked(): string {
    return this.state?.thinking?.operation ?? 'nothing is asked';
  }

  get waiting(): readonly string[] {
    return this.state?.thinking?.waiting.map(({ eventId }) => eventId) ?? [];
  }
}

/** A result, but for its operation and outcome. */
export const ended = { kind: 'result', attempt: 1 } as const;

/** An operation of the flow is under way, and a message is thought about. */
export function working(text = 'hello'): RemoteTalk {
  const talk = new RemoteTalk();
  talk.say('please work');
  talk.means('work');
  talk.say(text);
  return talk;
}
