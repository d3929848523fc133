/** A declared type. `fields` lists an object's own fields; without it the object is open. */
export type Type =
  | { readonly kind: 'any' | 'null' | 'bool' | 'number' | 'string'; readonly nullable?: boolean }
  | { readonly kind: 'list'; readonly of: Type; readonly nullable?: boolean }
  | { readonly kind: 'map'; readonly fields?: Readonly<Record<string, Type>>; readonly nullable?: boolean };

/** The names an expression may read, each with its type. `unset` names may be absent at run time (slots, nullable paths). */
export interface TypeEnvironment {
  readonly names: Readonly<Record<string, Type>>;
  /** State ids that `In('…')` may name; absent = any. */
  readonly states?: ReadonlySet<string>;
}
