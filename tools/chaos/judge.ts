import type { LedgerLine } from '@parley/testing/house';
import type { JournalEntryView, VisitorMessage } from '@parley/testing';
import type { Story } from './actor.ts';
import { matches } from './scripts.ts';

/** Said after five minutes of silence; when that is depends on the kills. */
const REMINDER = 'Still there?';

export interface Verdict {
  acknowledged: number;
  lost: number;
  doubled: number;
  reordered: number;
  repliesMissing: number;
  repliesRepeated: number;
  moneyMovedTwice: number;
  timersLost: number;
  operationsUnsettled: number;
}

export interface Evidence {
  readonly story: Story;
  readonly journal: readonly JournalEntryView[];
  readonly messages: readonly VisitorMessage[];
}

/** Compares what each client knows with what the platform and the bank recorded; `complain` hears of every difference. */
export function judge(
  evidence: readonly Evidence[],
  ledger: readonly LedgerLine[],
  complain: (what: string) => void,
): Verdict {
  const verdict: Verdict = {
    acknowledged: 0,
    lost: 0,
    doubled: 0,
    reordered: 0,
    repliesMissing: 0,
    repliesRepeated: 0,
    moneyMovedTwice: 0,
    timersLost: 0,
    operationsUnsettled: 0,
  };
  for (const one of evidence) {
    const say = (what: string) =>
      complain(`${one.story.script} (${one.story.payee}, ${one.story.conversation}): ${what}`);
    verdict.acknowledged += one.story.acknowledged.length;
    if (one.story.gaveUp !== null) say(`gave up: ${one.story.gaveUp}`);
    if (one.story.erased) continue;
    judgeStimuli(one, verdict, say);
    judgeReplies(one, verdict, say);
    if (one.journal.at(-1)?.states.includes('execute') === true) {
      verdict.operationsUnsettled += 1;
      say('its operation never settled');
    }
  }
  verdict.moneyMovedTwice = repeated(ledger.map((line) => line.to));
  if (verdict.moneyMovedTwice > 0) complain(`the bank paid somebody twice (${verdict.moneyMovedTwice})`);
  return verdict;
}

function judgeStimuli({ story, journal }: Evidence, verdict: Verdict, say: (what: string) => void): void {
  const recorded = journal.flatMap((row) => (row.entry === null ? [] : [row.entry.stimulus.eventId]));
  for (const { eventId } of story.acknowledged) {
    const outcomes = recorded.filter((id) => id === eventId).length;
    if (outcomes === 0) {
      verdict.lost += 1;
      say(`lost ${eventId}`);
    }
    if (outcomes > 1) {
      verdict.doubled += 1;
      say(`${eventId} has ${outcomes} outcomes`);
    }
  }
  const acknowledged = new Set(story.acknowledged.map((one) => one.eventId));
  const order = [...new Set(recorded.filter((id) => acknowledged.has(id)))];
  const said = story.acknowledged.map((one) => one.eventId).filter((id) => order.includes(id));
  if (order.join() !== said.join()) {
    verdict.reordered += 1;
    say(`said ${said.join()} and recorded ${order.join()}`);
  }
}

function judgeReplies({ story, messages }: Evidence, verdict: Verdict, say: (what: string) => void): void {
  const said = messages.filter((message) => message.from !== 'person').map((message) => message.text);
  const numbers = messages.map((message) => message.number);
  if (numbers.some((number, index) => number !== index + 1)) {
    verdict.reordered += 1;
    say(`message numbers have a gap: ${numbers.join()}`);
  }
  const shownTwice = repeated(story.shown);
  const missing = difference(story.expected, said, (expected, text) => matches(expected, text));
  const extra = difference(
    said.filter((text) => text !== REMINDER),
    story.expected,
    (text, expected) => matches(expected, text),
  );
  const repeatedReplies = extra.filter((text) => said.filter((other) => other === text).length > 1).length + shownTwice;
  verdict.repliesMissing += missing.length;
  verdict.repliesRepeated += repeatedReplies;
  if (story.script === 'timers') verdict.timersLost += missing.filter((text) => text !== 'Say go.').length;
  if (missing.length > 0) say(`never said ${JSON.stringify(missing)}`);
  if (extra.length > 0) say(`said besides ${JSON.stringify(extra)}`);
  if (
    missing.length === 0 &&
    extra.length === 0 &&
    !said.filter((text) => text !== REMINDER).every((text, index) => matches(story.expected[index] ?? '', text))
  ) {
    verdict.reordered += 1;
    say(`replies out of order: ${JSON.stringify(said)}`);
  }
  if (story.heard.some((text, index) => text !== said[index])) {
    verdict.reordered += 1;
    say(`recorded ${JSON.stringify(said)} and showed ${JSON.stringify(story.heard)}`);
  }
}

/** What is left of `these` when each of `those` has taken one equal of it away. */
function difference(
  these: readonly string[],
  those: readonly string[],
  equal: (one: string, other: string) => boolean,
): string[] {
  const left = [...those];
  return these.filter((one) => {
    const found = left.findIndex((other) => equal(one, other));
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
}

function repeated(values: readonly string[]): number {
  return values.length - new Set(values).size;
}
