/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(name: string): string {
  return name.includes('~') || name.includes('/') ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

/** The step to an item of a list, e.g. `/states/3`. Those of the lists that the format knows are made once and shared. */
export function itemStep(list: string, index: number): string {
  return STEPS.get(list)?.[index] ?? `/${list}/${index}`;
}

const LISTS = ['states', 'data', 'transitions', 'after', 'invoke', 'entry', 'exit', 'do', 'if', 'finalize'];
const STEPS: ReadonlyMap<string, readonly string[]> = new Map(
  LISTS.map((list) => [list, Array.from({ length: 16 }, (_, index) => `/${list}/${index}`)]),
);
