/** What a tenant's API key may do. */
export const TENANT_SCOPES = [
  'flows:read',
  'flows:write',
  'connections:read',
  'connections:write',
  'conversations:read',
  'conversations:write',
] as const;

/** What the platform's key may do: create tenants and their keys; it reads nothing of theirs. */
export const PLATFORM_SCOPES = ['tenants:write'] as const;

export type TenantScope = (typeof TENANT_SCOPES)[number];

/** Those that a tenant's key cannot have. */
export function unknownScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => !(TENANT_SCOPES as readonly string[]).includes(scope));
}

/** Whether a key with these scopes may do it; `x:write` includes `x:read`. */
export function allows(scopes: readonly string[], needed: string): boolean {
  return scopes.includes(needed) || (needed.endsWith(':read') && scopes.includes(needed.replace(/:read$/, ':write')));
}
