/** What expressions, templates and the kernel compute with: JSON, one number type. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap;

export interface ValueMap {
  readonly [name: string]: Value;
}
