import type { Value, ValueMap } from '@parley/expression';
import type { Button, Stimulus, StimulusBody } from '@parley/message';
import { findSlotValues, readSlotValue } from '@parley/nlu';
import type { Understanding } from '@parley/nlu';
import type { Input, Snapshot } from '@parley/statechart';
import type { Flow } from './flow.ts';
import type { AuthoredSlot } from './format/authored.ts';
import { RESERVED_EVENTS } from './format/names.ts';
import type { FlowModel } from './model.ts';
import { ownField } from './own-field.ts';
import { canonicalValue, fitSlot, isTypedSlot, plain, slotKind } from './slot-value.ts';

/** Where a conversation stands when a stimulus arrives. */
export interface InterpretState {
  /** The snapshot to be stepped: after `start`, if this message begins the episode. */
  readonly snapshot: Snapshot;
  readonly episode: number;
  readonly language: string;
  /** This message began the episode: the ladder and wrong answers do not count, the greeting is the answer. */
  readonly first: boolean;
}

type Message = Extract<StimulusBody, { kind: 'message' }>;
type Arrived = Pick<Stimulus, 'eventId' | 'receivedAt' | 'body'>;

/** Whether somebody has to be asked what this means: a text that is no button and not the label of an open choice. */
export function needsModel(flow: Flow, state: InterpretState, { body }: Pick<Arrived, 'body'>): boolean {
  if (body.kind !== 'message' || body.button !== undefined || plain(body.text) === '') return false;
  return choiceOf(flow, state, body.text, spoken(flow, state)) === null;
}

function spoken(flow: Flow, { language }: InterpretState): string {
  return flow.languages.includes(language) ? language : (flow.languages[0] ?? '');
}

/** A stimulus as the kernel's input; understanding is attached here, once. null: nothing for the machine. */
export function interpret(flow: Flow, model: FlowModel, state: InterpretState, stimulus: Arrived): Input | null {
  const { body, eventId: id } = stimulus;
  switch (body.kind) {
    case 'opened':
      return { kind: 'event', name: 'opened', data: {}, id };
    case 'message':
      return { kind: 'event', name: 'message', data: messageData(flow, model, state, body, stimulus.receivedAt), id };
    case 'result':
      return {
        kind: 'result',
        operation: body.operation,
        outcome: body.outcome,
        ...(body.value !== undefined && { value: body.value }),
        id,
      };
    case 'timer':
      return { kind: 'time' };
    case 'agent-message':
      return { kind: 'event', name: 'agent.message', data: { agent: body.agent, text: body.text }, id };
    case 'agent-closed':
      return { kind: 'event', name: 'agent.closed', data: { agent: body.agent }, id };
    case 'event':
      return isFromOutside(flow, body.name) ? { kind: 'event', name: body.name, data: body.data ?? {}, id } : null;
    case 'claim':
    case 'end':
    case 'reset':
    case 'erase':
      return null;
  }
}

/** Declared events only. Names that the machine keeps for itself go on to it, to be refused by it. */
function isFromOutside(flow: Flow, name: string): boolean {
  return flow.events.has(name) || RESERVED_EVENTS.has(name.split('.')[0] ?? '');
}

function messageData(flow: Flow, model: FlowModel, state: InterpretState, body: Message, receivedAt: number): ValueMap {
  const received = receivedAt;
  const { first } = state;
  const attachments = [...(body.attachments ?? [])];
  if (body.button !== undefined)
    return { received, first, attachments, ...pressed(flow, state, body.button, body.text) };
  const language = spoken(flow, state);
  const understood = model.understand(body.text, language);
  const chosen = choiceOf(flow, state, body.text, language);
  return {
    received,
    first,
    attachments,
    text: body.text,
    intent: chosen ?? understood.intent,
    confidence: chosen === null ? understood.confidence : 1,
    alternatives: understood.alternatives.map(({ intent, confidence }) => ({ intent, confidence })),
    ...slotData(flow, understood, body.text, language),
    stale: false,
    asker: '',
    question: 0,
  };
}

const NOTHING_UNDERSTOOD = {
  intent: null,
  confidence: 0,
  alternatives: [],
  entities: {},
  found: {},
  unfit: {},
  whole: {},
  inside: {},
  words: {},
};

/** A button counts only while its own question is open; else it is a message without intent or text. */
function pressed(flow: Flow, state: InterpretState, button: Button, text: string): ValueMap {
  const asker = openQuestions(flow, state.snapshot).find((each) => each.question === button.question);
  const known =
    asker !== undefined && (flow.choices.get(asker.state) ?? []).some((each) => each.intent === button.intent);
  if (!known || button.episode !== state.episode)
    return { ...NOTHING_UNDERSTOOD, text: '', stale: true, asker: '', question: 0 };
  return {
    ...NOTHING_UNDERSTOOD,
    text,
    intent: button.intent,
    confidence: 1,
    stale: false,
    asker: asker.state,
    question: asker.question,
  };
}

/** Active states that asked with choices, each with the number of its open question. */
function openQuestions(
  flow: Flow,
  snapshot: Snapshot,
): readonly { readonly state: string; readonly question: number }[] {
  const asked = ownField(ownField(snapshot.data, 'flow'), 'asked');
  return snapshot.configuration
    .filter((state) => flow.choices.has(state))
    .flatMap((state) => {
      const question = ownField(ownField(asked, state), 'question');
      return typeof question === 'number' && question > 0 ? [{ state, question }] : [];
    });
}

/** Rule 3 (b): the whole text is the label of an open choice. */
function choiceOf(flow: Flow, state: InterpretState, text: string, language: string): string | null {
  const typed = plain(text);
  if (typed === '' || state.first) return null;
  const open = openQuestions(flow, state.snapshot).flatMap((each) => flow.choices.get(each.state) ?? []);
  return open.find((each) => plain(each.label.get(language) ?? '') === typed)?.intent ?? null;
}

/**
 * What the text says about slots: `found` values that fit and `unfit` ones that do not (both as the understanding named
 * them), `whole` where the text is nothing but the value, `inside` where a number or listed value stands in it whatever
 * it was taken for, `words` the text itself as a value of a free text slot.
 */
function slotData(flow: Flow, understood: Understanding, text: string, language: string): ValueMap {
  const entities: Record<string, Value> = {};
  const found: Record<string, Value> = {};
  const unfit: Record<string, Value> = {};
  const whole: Record<string, Value> = {};
  const inside: Record<string, Value> = {};
  const words: Record<string, Value> = {};
  for (const [name, slot] of flow.slots) {
    const own = understood.entities.filter((each) => each.name === name);
    const [first] = own;
    const fitting = firstFit(slot, own, language);
    if (first !== undefined) entities[name] = canonicalValue(slot, first.value, language);
    if (fitting !== null) found[name] = fitting;
    else if (first !== undefined) unfit[name] = true;
    const kind = slotKind(slot, language);
    const read = readSlotValue(kind, text, language);
    const answer = read === null ? null : firstFit(slot, [read], language);
    if (answer !== null) (isTypedSlot(slot) ? whole : words)[name] = answer;
    const value = fitting ?? firstFit(slot, findSlotValues(kind, text, language), language);
    if (value !== null) inside[name] = value;
  }
  return { entities, found, unfit, whole, inside, words };
}

function firstFit(
  slot: AuthoredSlot,
  values: readonly { readonly value: number | string }[],
  language: string,
): number | string | null {
  for (const { value } of values) {
    const fitted = fitSlot(slot, canonicalValue(slot, value, language));
    if (fitted !== null) return fitted;
  }
  return null;
}
