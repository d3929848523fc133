/** One place of a JSON value changed. */
export interface Edit {
  readonly name: string;
  readonly value: unknown;
}

/** What may stand at a place instead of what stands there; the place is taken away by `undefined`. */
export type Instead = (value: unknown, key: string) => readonly (readonly [name: string, value: unknown])[];

/** A value with each of its places changed in each way. */
export function edits(value: unknown, instead: Instead): readonly Edit[] {
  const found: Edit[] = [];
  visit(value, '', '', (path, name, changed) => found.push({ name: `${path} ${name}`, value: changed }), instead);
  return found;
}

function visit(
  value: unknown,
  path: string,
  key: string,
  add: (path: string, name: string, changed: unknown) => void,
  instead: Instead,
): void {
  for (const [name, changed] of instead(value, key)) add(path, name, changed);
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      const put = (changed: unknown): unknown =>
        changed === undefined ? value.filter((_, other) => other !== index) : value.with(index, changed);
      visit(item, `${path}/${index}`, key, (inner, name, changed) => add(inner, name, put(changed)), instead);
    });
  } else if (isMap(value)) {
    for (const [name, part] of Object.entries(value)) {
      const put = (changed: unknown): unknown => {
        const { [name]: _gone, ...rest } = value;
        return changed === undefined ? rest : { ...value, [name]: changed };
      };
      visit(part, `${path}/${name}`, name, (inner, what, changed) => add(inner, what, put(changed)), instead);
    }
  }
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Results by what they are, each with the edits that lead to it: most edits have the same few. */
export function grouped(
  results: readonly (readonly [name: string, result: string])[],
): Readonly<Record<string, readonly string[]>> {
  const groups = new Map<string, string[]>();
  for (const [name, result] of results) {
    const group = groups.get(result);
    if (group === undefined) groups.set(result, [name]);
    else group.push(name);
  }
  return Object.fromEntries(groups);
}

/** A map with one key more, or another value of it, in turn. */
export function withMore(
  value: Readonly<Record<string, unknown>>,
  besides: Readonly<Record<string, unknown>>,
): readonly (readonly [name: string, value: unknown])[] {
  return Object.entries(besides).map(([key, more]) => [`has also '${key}'`, { ...value, [key]: more }] as const);
}
