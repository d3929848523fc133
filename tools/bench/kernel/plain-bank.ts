import type { CoreAction, CoreMachine, CoreState } from '@parley/statechart';
import type { BankInput } from './bank.ts';

const say = (text: string, capture: readonly string[] = []): CoreAction => ({
  effect: 'say',
  fields: { text },
  capture,
});
const FORGET: readonly CoreAction[] = [
  { unset: 'slots.amount' },
  { unset: 'slots.recipient' },
  { unset: 'vars.transfer' },
];
const TAKE_SLOTS: readonly CoreAction[] = [
  { if: [{ cond: 'has(event.amount)', do: [{ assign: 'slots.amount', expr: 'event.amount' }] }] },
  { if: [{ cond: 'has(event.recipient)', do: [{ assign: 'slots.recipient', expr: 'event.recipient' }] }] },
];
const MISSED: CoreAction = { assign: 'vars.misses', expr: 'vars.misses + 1' };
const FEES = say('Transfers are free.');

const TRANSFER: readonly CoreState[] = [
  { id: 'resume', type: 'history', history: 'deep', initial: 'amount' },
  {
    id: 'amount',
    entry: [{ if: [{ cond: '!has(slots.amount)', do: [say('How much?')] }] }],
    transitions: [
      { cond: 'has(slots.amount)', target: 'recipient' },
      {
        event: 'slot',
        cond: 'has(event.amount) && event.amount >= 1 && event.amount <= 10000',
        target: 'recipient',
        do: TAKE_SLOTS,
      },
      { event: 'slot', do: [MISSED, say('An amount from 1 to 10,000, please.')] },
    ],
  },
  {
    id: 'recipient',
    entry: [{ if: [{ cond: '!has(slots.recipient)', do: [say('To whom?')] }] }],
    transitions: [
      { cond: 'has(slots.recipient)', target: 'check' },
      { event: 'slot', cond: 'has(event.recipient)', target: 'check', do: TAKE_SLOTS },
      { event: 'slot', do: [MISSED, say('A name, please.')] },
    ],
  },
  { id: 'check', transitions: [{ cond: 'slots.amount < 1000', target: 'execute' }, { target: 'confirm' }] },
  {
    id: 'confirm',
    entry: [say('Send it?', ['slots.amount', 'slots.recipient'])],
    transitions: [
      { event: 'intent.yes', cond: "!In('idle')", target: 'execute' },
      { event: 'intent.yes', target: 'confirm' },
      { event: ['intent.no', 'intent.cancel'], target: 'cancelled' },
      { event: 'unclear', cond: 'vars.misses < 3', do: [MISSED, say('Please answer yes or no.')] },
    ],
  },
  {
    id: 'execute',
    defer: ['intent', 'slot'],
    invoke: [{ id: 'execute', src: 'demo-bank.transfer', input: { amount: 'slots.amount', to: 'slots.recipient' } }],
    transitions: [
      { event: 'done.invoke.execute', target: 'done', do: [{ assign: 'vars.transfer', expr: 'event' }] },
      { event: 'error.invoke.failed.execute', target: 'handoff' },
      { event: 'error.invoke.unknown.execute', target: 'unclear' },
    ],
  },
  { id: 'unclear', entry: [say('I cannot see yet whether the bank sent it.')], transitions: [{ target: 'handoff' }] },
  { id: 'cancelled', type: 'final', entry: [say('Cancelled. Nothing was sent.')] },
  { id: 'done', type: 'final', entry: [say('Done.', ['vars.transfer.id'])] },
];

const DIALOG: readonly CoreState[] = [
  { id: 'greeting', entry: [say('Hello.', ['profile.name'])], transitions: [{ target: 'detect' }] },
  {
    id: 'detect',
    transitions: [
      { event: 'intent.transfer', target: 'transfer', do: TAKE_SLOTS },
      { event: 'intent.fees', target: 'more', do: [FEES] },
      { event: 'intent.hello', do: [say('Hello. You can say: send 200 to Ann.')] },
      { event: 'unclear', cond: 'vars.misses < 3', do: [MISSED, say('Sorry, I did not get that.')] },
      { event: 'unclear', target: 'handoff' },
    ],
  },
  {
    id: 'transfer',
    states: TRANSFER,
    initial: 'amount',
    transitions: [
      { event: 'done.state.transfer', target: 'more', do: FORGET },
      { event: 'intent.fees', cond: "!In('execute')", target: 'resume', do: [FEES] },
      { event: 'intent.cancel', cond: "!In('execute')", target: 'cancelled', internal: true },
    ],
  },
  {
    id: 'more',
    entry: [say('Anything else?')],
    transitions: [
      { event: 'intent.no', target: 'bye' },
      { event: 'intent.transfer', target: 'transfer', do: TAKE_SLOTS },
      { event: 'intent.fees', target: 'more', do: [FEES] },
      { event: 'intent.hello', do: [say('Hello. You can say: send 200 to Ann.')] },
      { event: 'intent.yes', do: [say('What can I do for you?')] },
      { event: 'unclear', target: 'handoff' },
    ],
  },
  {
    id: 'handoff',
    entry: [say('A colleague takes over from here.'), { effect: 'handoff', fields: { queue: 'tier1' } }],
    transitions: [{ event: 'agent.closed', target: 'more', do: FORGET }],
  },
  { id: 'bye', type: 'final', entry: [say('Goodbye.')] },
];

const SESSION: readonly CoreState[] = [
  {
    id: 'active',
    after: [
      { delayMs: 300_000, cond: "!In('handoff') && !In('execute')", target: 'idle' },
      { delayMs: 300_000, target: 'active' },
    ],
    transitions: [{ event: ['intent', 'slot', 'unclear', 'agent.closed'], target: 'active' }],
  },
  {
    id: 'idle',
    entry: [say('Still there?')],
    after: [{ delayMs: 600_000, target: 'expired' }],
    transitions: [{ event: ['intent', 'slot', 'unclear', 'agent.closed'], target: 'active' }],
  },
  { id: 'expired', type: 'final' },
];

/**
 * The same 22 states as the bank flow has, written by hand: intents and slots are events, as in any statechart, where
 * the flow's own core text holds all that finding them in a message takes.
 */
export const PLAIN_BANK: CoreMachine = {
  schema: 'core/1',
  id: 'bank',
  data: [
    { id: 'profile', value: {} },
    { id: 'slots', value: {} },
    { id: 'vars', value: { misses: 0 } },
  ],
  states: [
    {
      id: 'main',
      type: 'parallel',
      transitions: [{ event: ['done.state.dialog', 'done.state.session'], target: 'ended' }],
      states: [
        {
          id: 'dialog',
          states: DIALOG,
          transitions: [
            { event: 'intent.human', cond: "!In('handoff')", target: 'handoff', internal: true },
            { event: 'error', cond: "!In('handoff')", target: 'handoff', internal: true },
          ],
        },
        { id: 'session', states: SESSION },
      ],
    },
    { id: 'ended', type: 'final' },
  ],
};

/** The story of BANK_INPUTS. */
export const PLAIN_INPUTS: readonly BankInput[] = [
  { kind: 'event', name: 'intent.hello', data: {} },
  { kind: 'event', name: 'unclear', data: {} },
  { kind: 'event', name: 'intent.transfer', data: {} },
  { kind: 'event', name: 'intent.fees', data: {} },
  { kind: 'event', name: 'slot', data: { amount: 5_000 } },
  { kind: 'event', name: 'slot', data: { recipient: 'Bob' } },
  { kind: 'event', name: 'unclear', data: {} },
  { kind: 'event', name: 'intent.fees', data: {} },
  { kind: 'event', name: 'intent.yes', data: {} },
  { kind: 'result', value: { id: 'T-1' } },
  { kind: 'event', name: 'intent.transfer', data: { recipient: 'Ann' } },
  { kind: 'event', name: 'intent.cancel', data: {} },
  { kind: 'event', name: 'intent.no', data: {} },
];
