/** What a person (or an agent) does next, and what must be said then; `*` in an expected text stands for anything. */
export type Step =
  | { readonly do: 'open' | 'agent-closes'; readonly expect: readonly string[] }
  | {
      readonly do: 'say' | 'agent-says';
      readonly text: string;
      readonly expect: readonly string[];
      readonly orElse?: Branch;
    }
  /** Said one after the other without waiting for the replies; each waits for the acknowledgement of the one before. */
  | {
      readonly do: 'say-at-once';
      readonly texts: readonly string[];
      readonly expect: readonly string[];
      readonly orElse?: Branch;
    }
  | { readonly do: 'erase'; readonly expect: readonly string[] };

/** The other thing that may rightly be said, and how the conversation goes on then. */
export interface Branch {
  readonly expect: readonly string[];
  readonly steps: readonly Step[];
}

export interface Script {
  readonly name: string;
  readonly flow: 'bank' | 'timers';
  readonly steps: readonly Step[];
}

export const GREETING = 'Hello there. I can send money for you.';
const TAKEN_OVER = 'A colleague takes over from here.';
const GIVEN_BACK = ['Your open transfer, if any, was not continued.', 'Anything else?'];

/** A lost answer of a bank that takes no keys may end only here; of one that does, when its deadline passed between kills. */
const UNCLEAR: Branch = {
  expect: ['I cannot see yet whether the bank sent it. A colleague checks; please do not send it again.', TAKEN_OVER],
  steps: [{ do: 'agent-closes', expect: GIVEN_BACK }],
};

/** Every script for one conversation; `who` is a name that nobody else pays, so that the ledger can be compared. */
export function scripts(who: string): readonly Script[] {
  const paid = ['Done, id *.', 'Anything else?'];
  return [
    {
      name: 'asked step by step',
      flow: 'bank',
      steps: [
        { do: 'open', expect: [GREETING] },
        { do: 'say', text: 'transfer money', expect: ['How much?'] },
        { do: 'say', text: 'what are the fees?', expect: ['Transfers are free.', 'How much?'] },
        { do: 'say', text: '200', expect: ['To whom?'] },
        { do: 'say', text: who, expect: paid, orElse: UNCLEAR },
        { do: 'say', text: 'no', expect: ['Goodbye.'] },
        { do: 'say', text: 'hello', expect: [GREETING, 'Hello. You can say: send 200 to Ann.'] },
      ],
    },
    {
      name: 'confirmed',
      flow: 'bank',
      steps: [
        { do: 'open', expect: [GREETING] },
        { do: 'say', text: 'transfer money', expect: ['How much?'] },
        { do: 'say', text: '5000', expect: ['To whom?'] },
        { do: 'say', text: who, expect: [`Send 5000 to ${who}?`] },
        { do: 'say', text: 'yes', expect: paid, orElse: UNCLEAR },
      ],
    },
    {
      name: 'two messages at once',
      flow: 'bank',
      steps: [
        { do: 'open', expect: [GREETING] },
        {
          do: 'say-at-once',
          texts: ['what are the fees?', 'transfer money', 'cancel'],
          expect: [
            'Transfers are free.',
            'Anything else?',
            'How much?',
            'Cancelled. Nothing was sent.',
            'Anything else?',
          ],
        },
        { do: 'say', text: 'what are the fees?', expect: ['Transfers are free.', 'Anything else?'] },
      ],
    },
    {
      name: 'handed over and back',
      flow: 'bank',
      steps: [
        { do: 'open', expect: [GREETING] },
        { do: 'say', text: 'talk to a person', expect: [TAKEN_OVER] },
        { do: 'agent-says', text: `Eve here, ${who}.`, expect: [`Eve here, ${who}.`] },
        { do: 'agent-closes', expect: GIVEN_BACK },
        { do: 'say', text: 'what are the fees?', expect: ['Transfers are free.', 'Anything else?'] },
      ],
    },
    {
      name: 'timers',
      flow: 'timers',
      steps: [
        { do: 'open', expect: ['Say go.'] },
        { do: 'say', text: 'go', expect: ['One.', 'Two.', 'Three.', 'Say go.'] },
        // The timer of the state that is left early finds nothing due, unless a kill let it fire first.
        {
          do: 'say-at-once',
          texts: ['go', 'skip'],
          expect: ['Skipped.', 'Two.', 'Three.', 'Say go.'],
          orElse: { expect: ['One.', 'Two.', 'Three.', 'Say go.'], steps: [] },
        },
      ],
    },
    {
      name: 'forgotten',
      flow: 'bank',
      steps: [
        { do: 'open', expect: [GREETING] },
        { do: 'say', text: 'transfer money', expect: ['How much?'] },
        { do: 'erase', expect: [] },
      ],
    },
  ];
}

/** In Slack nobody comes in: the first message begins the episode, and is answered after the greeting. */
export function slackScripts(who: string): readonly Script[] {
  const withoutEntrance = ['asked step by step', 'confirmed', 'two messages at once'];
  return scripts(who)
    .filter(({ name }) => withoutEntrance.includes(name))
    .map(({ name, flow, steps: [open, first, ...rest] }) => {
      if (open === undefined || first === undefined) throw new Error(`“${name}” has no second step.`);
      const begun = { ...first, expect: [...open.expect, ...first.expect] };
      return { name: `${name}, in Slack`, flow, steps: [begun, ...rest] };
    });
}

/** Whether a text is what was expected. */
export function matches(expected: string, text: string): boolean {
  const [head = '', ...rest] = expected.split('*');
  if (rest.length === 0) return expected === text;
  const tail = rest.at(-1) ?? '';
  return text.startsWith(head) && text.endsWith(tail) && text.length >= head.length + tail.length;
}
