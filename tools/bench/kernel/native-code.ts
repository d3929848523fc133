/** What a translated expression may look at. */
export interface NativeScope {
  readonly data: Record<string, Record<string, unknown>>;
  readonly event: unknown;
  readonly now: number;
  readonly isIn: (state: string) => boolean;
}

export type Native = (scope: NativeScope) => unknown;

/**
 * An expression of the bank example as a JavaScript function, so that the peer pays for no interpreter. Only for that
 * example's own expressions: the figures are thrown away unless both engines come to the same states and data.
 */
export function nativeCode(source: string): Native {
  const body = source
    .replaceAll(/([=!])=/g, '$1==')
    .replaceAll(/has\(([\w.]+)\)/g, (_whole, path: string) => `(${path.replaceAll('.', '?.')} != null)`)
    .replaceAll(/([\w.]+) in (\[[^\]]*\])/g, '$2.includes($1)')
    .replaceAll(/\bslot in (slots|event\.\w+)/g, 'Object.hasOwn($1, slot)')
    .replaceAll(/\.exists\((\w+), /g, '.some(($1) => ');
  return new Function(
    'scope',
    `const { data, event, now: _now, isIn: In } = scope; const { slots, vars, flow, profile } = data; return (${body});`,
  ) as Native;
}
