import type { Choice, Entry } from '@parley/conversation';
import type { TraceRecord } from '@parley/statechart';
import type { LocalConversation } from './local-conversation.ts';

/** What a person at the terminal sees of an entry: replies with their buttons, handoffs, work that waits for an answer. */
export function linesOf(entry: Entry, conversation: LocalConversation): readonly string[] {
  const said = entry.messages
    .filter(({ from }) => from !== 'person')
    .flatMap(({ from, text, choices = [] }) => [
      `${from === 'agent' ? 'agent' : 'bot'}: ${text}`,
      ...buttonLines(choices),
    ]);
  const works = conversation.open.map(
    ({ adapter, input }) => `work: ${adapter} ${JSON.stringify(input)}  — /done {…}, /failed REASON or /lost`,
  );
  const end = entry.after.status === 'ended' ? ['(the conversation has ended; a message begins anew)'] : [];
  return [...said, ...outcomeLines(entry), ...works, ...end];
}

/** What a reply does not show by itself. */
function outcomeLines({ outcome, stimulus }: Entry): readonly string[] {
  switch (outcome.kind) {
    case 'failed':
      return [`! failed: ${outcome.message} (${outcome.code})`];
    case 'refused':
      return [`! refused: ${outcome.code}`];
    case 'deferred':
      return ['(kept until the work is done)'];
    case 'unhandled':
      return stimulus.body.kind === 'message' ? ['! nothing in the flow answers this here'] : [];
    default:
      return [];
  }
}

/** The buttons of the newest reply that has some. */
export function choicesOf(entry: Entry): readonly Choice[] | null {
  return entry.messages.findLast(({ choices = [] }) => choices.length > 0)?.choices ?? null;
}

/** One line for each transition that was looked at. */
export function whyLines(trace: readonly TraceRecord[]): readonly string[] {
  return trace.length === 0 ? ['(nothing happened yet)'] : trace.map((record) => JSON.stringify(record));
}

function buttonLines(choices: readonly Choice[]): readonly string[] {
  return choices.map(({ label }, index) => `     /${index + 1} ${label}`);
}
