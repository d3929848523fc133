import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Value, ValueMap } from '@parley/expression';
import { checkFlow } from '@parley/flow';
import type { CoreMachine, Input } from '@parley/statechart';

/** The bank example as the kernel gets it: 22 states, two regions, deep history, work outside, timers, deferral. */
export function bankCore(root: string): CoreMachine {
  const checked = checkFlow(readFileSync(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8'));
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.flow.core;
}

export function countStates({ states }: Pick<CoreMachine, 'states'>): number {
  return states.reduce((count, state) => count + 1 + countStates({ states: state.states ?? [] }), 0);
}

/** The result of the work that is open when its turn comes. */
export interface BankResult {
  readonly kind: 'result';
  readonly value: Value;
}

/** What arrives, as `interpret` of @parley/flow hands it to the kernel. */
export type BankInput = Extract<Input, { kind: 'event' }> | BankResult;

/**
 * Thirteen messages and answers: help, a text nobody understands, a question asked in the middle (history), an amount
 * large enough to be asked about, the transfer itself, a second and smaller one, its correction, goodbye.
 */
export const BANK_INPUTS: readonly BankInput[] = [
  message('hello', { intent: 'hello' }),
  message('mumble mumble'),
  message('transfer money', { intent: 'transfer' }),
  message('what are the fees?', { intent: 'fees' }),
  message('5000', { whole: { amount: 5000 }, inside: { amount: 5000 } }),
  message('to Bob', { found: { recipient: 'Bob' }, words: { recipient: 'to Bob' } }),
  message('mumble mumble'),
  message('is it free?', { intent: 'fees' }),
  message('yes', { intent: 'yes', received: 9_000 }),
  { kind: 'result', value: { id: 'T-1' } },
  message('pay Ann', { intent: 'transfer', found: { recipient: 'Ann' } }),
  message('cancel', { intent: 'cancel' }),
  message('no', { intent: 'no' }),
];

interface Understood {
  readonly intent?: string;
  readonly found?: ValueMap;
  readonly whole?: ValueMap;
  readonly inside?: ValueMap;
  readonly words?: ValueMap;
  readonly received?: number;
}

function message(text: string, understood: Understood = {}): BankInput {
  const { intent = null, found = {}, whole = {}, inside = {}, words = {}, received = 1_000 } = understood;
  const data: ValueMap = {
    received,
    first: false,
    attachments: [],
    text,
    intent,
    confidence: intent === null ? 0 : 0.9,
    alternatives: [],
    entities: {},
    found,
    unfit: {},
    whole,
    inside,
    words,
    stale: false,
    asker: '',
    question: 0,
  };
  return { kind: 'event', name: 'message', data, id: 'm1' };
}
