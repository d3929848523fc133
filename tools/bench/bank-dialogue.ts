import type { Turn } from './conversation-load.ts';

/** What the bank says to whoever comes. */
export const GREETING = 'Hello there. I can send money for you.';

const ASKED_BETWEEN: Turn = { say: 'what are the fees?', replies: ['Transfers are free.', 'How much?'] };
const ASKED_AFTER: Turn = { say: 'what are the fees?', replies: ['Transfers are free.', 'Anything else?'] };

/** A greeting that is answered by the bank's own. */
export const HELLO: Turn = { say: 'hello', replies: [GREETING, 'Hello. You can say: send 200 to Ann.'] };

/** Asks, digresses, confirms and refuses: no operation. */
export const REFUSED: readonly Turn[] = [
  { say: 'transfer money', replies: ['How much?'] },
  ASKED_BETWEEN,
  { say: '5000', replies: ['To whom?'] },
  { say: 'Bob', replies: ['Send 5000 to Bob?'] },
  { say: 'no', replies: ['Cancelled. Nothing was sent.', 'Anything else?'] },
  ASKED_AFTER,
];

/** Below 1,000 nothing is to be confirmed: the bank is called, and the last turn may come before its answer. */
export const SENT: readonly Turn[] = [
  { say: 'transfer money', replies: ['How much?'] },
  ASKED_BETWEEN,
  { say: '200', replies: ['To whom?'] },
  { say: 'Bob', replies: ['Done, id {any}.', 'Anything else?'] },
  ASKED_AFTER,
];

/** Everything that is said by anybody, as far as a row would tell it: long enough not to be there by chance, and no pattern. */
export function tellingTexts(cycle: readonly Turn[]): readonly string[] {
  const said = [GREETING, ...cycle.flatMap((turn) => [turn.say, ...turn.replies])];
  return said.filter((text) => text.length >= 8 && !text.includes('{'));
}
