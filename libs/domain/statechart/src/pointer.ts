/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

/** The lists that the format knows. */
export type ListName = keyof typeof STEPS;

/** The step to an item of a list, e.g. `/states/3`; those to the first few are made once and shared. */
export function itemStep(list: ListName, index: number): string {
  return STEPS[list][index] ?? `/${list}/${index}`;
}

function firstSteps(list: string): readonly string[] {
  return Array.from({ length: 16 }, (_, index) => `/${list}/${index}`);
}

const STEPS = {
  states: firstSteps('states'),
  data: firstSteps('data'),
  transitions: firstSteps('transitions'),
  after: firstSteps('after'),
  invoke: firstSteps('invoke'),
  entry: firstSteps('entry'),
  exit: firstSteps('exit'),
  do: firstSteps('do'),
  if: firstSteps('if'),
  finalize: firstSteps('finalize'),
};
