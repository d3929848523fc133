import type { Plan, PlanAction, PlanInitial, PlanState, PlanTransition } from './plan.ts';

/** A story that shows a difference. */
export interface Story {
  readonly plan: Plan;
  readonly events: readonly string[];
}

/** Takes away from a story whatever it does not need to go on showing its difference: events, transitions, actions, states. */
export function reduce(story: Story, differs: (story: Story) => boolean, mostTries = 5_000): Story {
  let least = story;
  let tries = 0;
  for (let hasShrunk = true; hasShrunk;) {
    hasShrunk = false;
    for (const smaller of smallerStories(least)) {
      if (++tries > mostTries) return least;
      if (!differs(smaller)) continue;
      least = smaller;
      hasShrunk = true;
      break;
    }
  }
  return least;
}

function* smallerStories({ plan, events }: Story): Generator<Story> {
  for (const fewer of without(events)) yield { plan, events: fewer };
  for (const states of smallerLists(plan.states)) yield { plan: { ...plan, states }, events };
  if (plan.initial !== null) yield { plan: { ...plan, initial: null }, events };
}

/** A list of states with one left out, replaced by what is inside, or made smaller itself. */
function* smallerLists(states: readonly PlanState[]): Generator<readonly PlanState[]> {
  yield* without(states);
  for (const [index, state] of states.entries()) {
    const put = (...instead: readonly PlanState[]): readonly PlanState[] => states.toSpliced(index, 1, ...instead);
    if (state.children.length > 0) yield put(...state.children);
    for (const smaller of smallerStates(state)) yield put(smaller);
  }
}

function* smallerStates(state: PlanState): Generator<PlanState> {
  for (const children of smallerLists(state.children)) yield { ...state, children };
  if (state.initial !== null && state.kind === 'compound') yield { ...state, initial: null };
  if (state.initial !== null) for (const initial of smallerInitials(state.initial)) yield { ...state, initial };
  for (const entry of smallerActions(state.entry)) yield { ...state, entry };
  for (const exit of smallerActions(state.exit)) yield { ...state, exit };
  for (const transitions of without(state.transitions)) yield { ...state, transitions };
  for (const [index, transition] of state.transitions.entries())
    for (const smaller of smallerTransitions(transition))
      yield { ...state, transitions: state.transitions.with(index, smaller) };
}

function* smallerInitials(initial: PlanInitial): Generator<PlanInitial> {
  for (const actions of smallerActions(initial.actions)) yield { ...initial, actions };
  if (initial.targets.length > 1) for (const targets of without(initial.targets)) yield { ...initial, targets };
}

function* smallerTransitions(transition: PlanTransition): Generator<PlanTransition> {
  if (transition.cond !== null && transition.events !== null) yield { ...transition, cond: null };
  if (transition.internal) yield { ...transition, internal: false };
  for (const targets of without(transition.targets)) yield { ...transition, targets };
  for (const actions of smallerActions(transition.actions)) yield { ...transition, actions };
}

function* smallerActions(actions: readonly PlanAction[]): Generator<readonly PlanAction[]> {
  yield* without(actions);
  for (const [index, action] of actions.entries())
    if (action.kind === 'if') yield actions.toSpliced(index, 1, ...action.then);
}

function* without<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let index = 0; index < items.length; index++) yield items.toSpliced(index, 1);
}
