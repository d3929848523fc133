/** A capability that the platform promises, and the tests that prove it. */
export interface Row {
  readonly id: string;
  readonly capability: string;
  readonly provenBy: readonly string[];
}

export const SYSTEMS: Readonly<Record<string, string>> = {
  F: 'state machine application',
  V: 'viable system',
  G: 'gateway',
  U: 'agents and capabilities',
  E: 'conversation engine',
};

/** Reads `id<TAB>capability` lines (the first is a heading) and the tests' titles; `[E041]` in a title is a proof. */
export function readRows(table: string, specs: readonly { readonly path: string; readonly text: string }[]): Row[] {
  const proofs = new Map<string, string[]>();
  for (const spec of specs) {
    for (const [, ids] of spec.text.matchAll(
      /\b(?:it|test|describe)(?:\.each\([\s\S]*?\))?\(\s*['"`][^\n]*?((?:\[[FVGUE]\d{3}\]\s*)+)/g,
    )) {
      for (const [id] of (ids ?? '').matchAll(/[FVGUE]\d{3}/g)) proofs.set(id, [...(proofs.get(id) ?? []), spec.path]);
    }
  }
  return table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .map(([id = '', capability = '']) => ({ id, capability, provenBy: [...new Set(proofs.get(id) ?? [])] }));
}

/** Ids that tests cite and the table does not have. */
export function unknownIds(
  rows: readonly Row[],
  specs: readonly { readonly path: string; readonly text: string }[],
): string[] {
  const known = new Set(rows.map((row) => row.id));
  const cited = specs.flatMap((spec) =>
    [...spec.text.matchAll(/\[([FVGUE]\d{3})\]/g)].map((match) => `${match[1]} in ${spec.path}`),
  );
  return [...new Set(cited)].filter((citation) => !known.has(citation.slice(0, 4)));
}
