import type { CoreMachine } from '../core-format.ts';

export function child(parts: Omit<CoreMachine, 'schema' | 'id'>, id = 'child'): CoreMachine {
  return { schema: 'core/1', id, ...parts };
}

/** A child that says something to its parent and stays. */
export function speaker(event: string): CoreMachine {
  return child({ states: [{ id: 'k', entry: [{ send: { event, target: '#_parent' } }] }] });
}
