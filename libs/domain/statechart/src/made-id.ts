import type { Invoke, StateNode } from './machine.ts';

/** The id of an invoke that has none: W3C's `stateid.platformid` (6.4.1), which also tells which invoke it is. */
export function madeId(state: StateNode, { index }: Invoke, number: number): string {
  return `${state.id}.${index}.${number}`;
}

/** The number in an id that was made up (`….7`); null where there is none. */
export function numberIn(id: string): number | null {
  const digits = id.slice(id.lastIndexOf('.') + 1);
  return /^[1-9][0-9]{0,15}$/.test(digits) && digits.length < id.length ? Number(digits) : null;
}

/** The invoke of a state that goes by an id. */
export function invokeById(state: StateNode, id: string): Invoke | undefined {
  return state.invokes.find((one) => (one.id === null ? id.startsWith(`${state.id}.${one.index}.`) : one.id === id));
}
