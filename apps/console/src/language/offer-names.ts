import { getLocation, type Location } from 'jsonc-parser';
import { stateTypes } from './state-types.ts';
import { readTree } from './flow-text.ts';
import { namesOf, type FlowNames } from './flow-names.ts';

/** What could stand where the cursor is. */
export interface Offers {
  /** What a choice takes the place of. */
  readonly from: number;
  readonly to: number;
  readonly names: readonly Offer[];
}

export interface Offer {
  readonly label: string;
  /** What it is. */
  readonly detail: string;
  /** What is written; quoted where the quotes are not there yet. */
  readonly text: string;
}

type Named = readonly (readonly [label: string, detail: string])[];

const STATE_TYPES: Named = stateTypes.map((name) => [name, 'type of state']);
const TARGETS = ['target', 'next', 'onFailed', 'onUnknown', 'initial', 'state'];
const EVENTS = ['on', 'interrupt', 'defer', 'event', 'raise', 'emit'];
const EXPRESSIONS = ['when', 'value'];
const EXPRESSION_MAPS = ['set', 'merge', 'data', 'input'];
const PLACES = ['result', 'unset'];
const TEXTS = ['say', 'ask', 'invalid', 'noMatch', 'label', 'apology'];
const KNOWN_EVENTS: Named = [
  ['message', 'the person wrote'],
  ['opened', 'the chat was opened'],
  ['agent.closed', 'an agent gave it back'],
  ['error', 'something failed'],
  ['*', 'any declared event'],
];

/** Names of this flow that fit the cursor's place; null where none is asked for. */
export function offerNames(text: string, offset: number): Offers | null {
  const place = getLocation(text, offset);
  const keys = place.path.filter((part): part is string => typeof part === 'string');
  const names = namesOf(readTree(text));
  if (place.isAtPropertyKey) return offerKeys(text, offset, place, keys, names);
  const whole = wholeValue(keys, names);
  if (whole !== null) return inString(text, offset, place, whole);
  const string = stringAt(place, offset);
  if (string === null) return null;
  const before = text.slice(string.from, offset);
  const part = isExpression(keys) ? inExpression(before, names) : inText(before, keys, names);
  if (part === null || part.named.length === 0) return null;
  const from = offset - part.typed.length;
  return { from, to: offset, names: part.named.map(([label, detail]) => ({ label, detail, text: label })) };
}

/** Names that are the whole value there. */
function wholeValue(keys: readonly string[], names: FlowNames): Named | null {
  const key = keys.at(-1) ?? '';
  const isDeclaration = keys.length <= 2 && ['slots', 'vars', 'intents', 'events', 'profile'].includes(keys[0] ?? '');
  if (isDeclaration) return null;
  if (TARGETS.includes(key)) return statesOf(names);
  if (EVENTS.includes(key)) return eventsOf(key, names);
  if (key === 'intent') return names.intents.map((name) => [name, 'intent']);
  if (key === 'slot' || key === 'slots') return names.slots.map((name) => [name, 'slot']);
  if (PLACES.includes(key)) return placesOf(names);
  if (key === 'type' && keys.at(-3) === 'states') return STATE_TYPES;
  return null;
}

function offerKeys(text: string, offset: number, place: Location, keys: readonly string[], names: FlowNames) {
  // The last part of the path is the key that is being written.
  const owner = keys.at(-2) ?? '';
  const isLocalized = TEXTS.includes(owner) || owner === 'examples';
  const named: Named = ['set', 'merge'].includes(owner)
    ? placesOf(names)
    : isLocalized
      ? names.languages.map((name) => [name, 'language'])
      : [];
  return named.length === 0 ? null : inString(text, offset, place, named);
}

/** Inside the quotes if there are any, else with quotes. */
function inString(text: string, offset: number, place: Location, named: Named): Offers {
  const string = stringAt(place, offset);
  if (string !== null) return { ...string, names: named.map(([label, detail]) => ({ label, detail, text: label })) };
  const typed = /[\w.#-]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  return {
    from: offset - typed.length,
    to: offset,
    names: named.map(([label, detail]) => ({ label, detail, text: JSON.stringify(label) })),
  };
}

/** The inside of the string that the cursor is in. */
function stringAt({ previousNode }: Location, offset: number): { readonly from: number; readonly to: number } | null {
  if (previousNode === undefined || !['string', 'property'].includes(previousNode.type)) return null;
  const end = previousNode.offset + previousNode.length;
  if (offset <= previousNode.offset || offset >= end) return null;
  return { from: previousNode.offset + 1, to: end - 1 };
}

function isExpression(keys: readonly string[]): boolean {
  return EXPRESSIONS.includes(keys.at(-1) ?? '') || keys.slice(-3).some((key) => EXPRESSION_MAPS.includes(key));
}

interface Part {
  readonly typed: string;
  readonly named: Named;
}

/** What may follow in an expression. */
function inExpression(before: string, names: FlowNames): Part | null {
  const state = /\bIn\(\s*'([\w-]*)$/.exec(before);
  if (state !== null) return { typed: state[1] ?? '', named: names.states.map(({ name }) => [name, 'state']) };
  const intent = /\bevent\.intent\s*(?:==|!=|in\s*\[[^\]]*)\s*'([\w-]*)$/.exec(before);
  if (intent !== null) return { typed: intent[1] ?? '', named: names.intents.map((name) => [name, 'intent']) };
  const member = /\b(slots|vars|profile)\.(\w*)$/.exec(before);
  if (member !== null) return { typed: member[2] ?? '', named: rootMembers(member[1] ?? '', names) };
  const word = /(?:^|[^\w.'])(\w*)$/.exec(before);
  if (word === null) return null;
  return {
    typed: word[1] ?? '',
    named: [...placesOf(names), ['event', 'what came'], ['In(', 'whether a state is active']],
  };
}

/** What may follow in a text: paths between double braces, slots in annotated examples. */
function inText(before: string, keys: readonly string[], names: FlowNames): Part | null {
  if (keys.includes('examples')) {
    const slot = /\]\((\w*)$/.exec(before);
    return slot === null ? null : { typed: slot[1] ?? '', named: names.slots.map((name) => [name, 'slot']) };
  }
  const path = /\{\{\s*([\w.]*)$/.exec(before);
  return path === null ? null : { typed: path[1] ?? '', named: placesOf(names) };
}

function rootMembers(root: string, names: FlowNames): Named {
  const members = root === 'slots' ? names.slots : root === 'vars' ? names.vars : names.profile;
  return members.map((name) => [name, root]);
}

function placesOf(names: FlowNames): Named {
  return (['slots', 'vars', 'profile'] as const).flatMap((root) =>
    names[root].map((name) => [`${root}.${name}`, root] as const),
  );
}

function statesOf(names: FlowNames): Named {
  return names.states.map(({ name, type }) => [name, `${type} state`]);
}

function eventsOf(key: string, names: FlowNames): Named {
  const own: Named = names.events.map((name) => [name, 'event']);
  if (key === 'raise' || key === 'emit' || key === 'event') return own;
  const intents: Named = names.intents.map((name) => [`intent:${name}`, 'intent']);
  const done: Named = names.states
    .filter(({ type }) => type === 'compound' || type === 'parallel')
    .map(({ name }) => [`done.state.${name}`, 'its end']);
  return [...intents, ...own, ...KNOWN_EVENTS, ...done];
}
