import type { Microstep } from './appendix-d.ts';
import type { Plan } from './plan.ts';
import { SCION_RULES } from './scion-rules.ts';
import { XSTATE_RULES } from './xstate-rules.ts';

/**
 * A known divergence of an oracle from the recommendation. It excuses a difference only from the moment on when what it
 * tells of has happened, as Appendix D sees it; a difference that no rule excuses is a failure.
 */
export interface Rule {
  readonly name: string;
  /** Where the recommendation says otherwise. */
  readonly w3c: string;
  readonly reason: string;
  /** The oracle cannot be given such a machine at all. */
  readonly excludes?: (plan: Plan) => boolean;
  /** What the oracle does otherwise has happened in this microstep. */
  readonly saw?: (microstep: Microstep) => boolean;
  /** The same, of the states that are active when everything is at rest. */
  readonly rests?: (configuration: readonly string[], plan: Plan) => boolean;
  /** The difference is one of order alone: the same lines in another order are no difference. */
  readonly isOrder?: boolean;
}

/** The one place where we leave the letter of Appendix D ourselves, and both oracles follow it. */
const DOUBLE_ENTRY: Rule = {
  name: 'double-entry',
  w3c: '3.10, D (addDescendantStatesToEnter)',
  reason:
    'A transition to a deep history state from inside its parent may find a state between them still active. By the letter it is entered again without an exit, and so are its other regions; here what is active is left as it is.',
  saw: ({ stillActive }) => stillActive.size > 0,
};

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  'appendix-d': [],
  xstate: [DOUBLE_ENTRY, ...XSTATE_RULES],
  scion: [DOUBLE_ENTRY, ...SCION_RULES],
};
