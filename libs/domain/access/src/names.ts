/** Ids that people choose for tenants, connections and flows: 1 to 63 of a–z, 0–9 and `-`, a letter or digit first and last. */
export function isName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text);
}
