import { matches } from '../scripts.ts';

/** What one person said, under the id of their own client. */
export interface Said {
  readonly id: string;
  readonly text: string;
  readonly replies: readonly string[];
  /** performance.now, ms. */
  readonly since: number;
  acknowledged: boolean;
}

/** What one person said, and what their widget shows. */
export interface Talk {
  readonly conversation: string;
  readonly said: readonly Said[];
  readonly messages: readonly ShownMessage[];
  /** The widget gave up, or told the person that something is not taken. */
  readonly refused: boolean;
}

interface ShownMessage {
  readonly number: number;
  readonly from: 'person' | 'bot' | 'agent';
  readonly text: string;
  readonly clientId?: string;
}

export interface TalkVerdict {
  acknowledged: number;
  /** Said, and never acknowledged until the end. */
  unacknowledged: number;
  /** Acknowledged, and not shown. */
  lost: number;
  /** Acknowledged, and not answered with all that had to be said. */
  unanswered: number;
  /** Shown besides what had to be. */
  repeated: number;
  reordered: number;
  refused: number;
}

export const nothingSaid: TalkVerdict = {
  ...{ acknowledged: 0, unacknowledged: 0, lost: 0, unanswered: 0, repeated: 0, reordered: 0, refused: 0 },
};

/** Holds what a widget shows against what was said at it; `complain` hears of every difference. */
export function judgeTalk(talk: Talk, greeting: string, complain: (what: string) => void): TalkVerdict {
  const { said, messages } = talk;
  const verdict = { ...nothingSaid };
  const count = (fault: keyof TalkVerdict, by: number, what: string): void => {
    verdict[fault] += by;
    if (by > 0) complain(`${talk.conversation}: ${what}`);
  };
  const shown = partsOf(messages);
  count('refused', talk.refused ? 1 : 0, 'the widget gave up');
  count('reordered', messages.some(({ number }, index) => number !== index + 1) ? 1 : 0, 'the numbers have a gap');
  judgeReplies([greeting], shown[0]?.replies ?? [], 'the greeting');
  for (const one of said) {
    const parts = shown.filter(({ id }) => id === one.id);
    verdict.acknowledged += one.acknowledged ? 1 : 0;
    count('unacknowledged', one.acknowledged ? 0 : 1, `“${one.text}” was never acknowledged`);
    if (parts.length === 0) count('lost', one.acknowledged ? 1 : 0, `“${one.text}” is not shown`);
    count('repeated', Math.max(0, parts.length - 1), `“${one.text}” is shown ${parts.length} times`);
    const [part] = parts;
    if (part !== undefined) judgeReplies(one.replies, part.replies, `“${one.text}”`);
  }
  const order = shown.slice(1).map(({ id }) => id);
  const inTurn = said.map(({ id }) => id).filter((id) => order.includes(id));
  count('reordered', order.join() === inTurn.join() ? 0 : 1, 'what was said is shown in another order, or besides');
  return verdict;

  function judgeReplies(wanted: readonly string[], got: readonly string[], what: string): void {
    const isThere = wanted.every((text, index) => matches(text, got[index] ?? ''));
    const told = `${what} was answered ${JSON.stringify(got)}`;
    count('unanswered', isThere ? 0 : 1, told);
    count('repeated', isThere ? got.length - wanted.length : 0, told);
  }
}

/** First what was said before anybody asked, then each question with what follows it. */
function partsOf(messages: readonly ShownMessage[]): readonly { readonly id: string; readonly replies: string[] }[] {
  const parts: { readonly id: string; readonly replies: string[] }[] = [{ id: '', replies: [] }];
  for (const { from, text, clientId } of messages) {
    if (from === 'person') parts.push({ id: clientId ?? '', replies: [] });
    else parts.at(-1)?.replies.push(text);
  }
  return parts;
}
