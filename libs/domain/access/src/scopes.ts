/** What a tenant's API key may do. */
export const TENANT_SCOPES = [
  'flows:read',
  'flows:write',
  'connections:read',
  'connections:write',
  'conversations:read',
  'conversations:write',
  'operations:read',
  'operations:write',
  'quarantine:read',
  'quarantine:write',
  'api-keys:read',
  'api-keys:write',
  'usage:read',
] as const;

/** What the platform's key may do: create tenants and their keys; it reads nothing of theirs. */
export const PLATFORM_SCOPES = ['tenants:write'] as const;

export type TenantScope = (typeof TENANT_SCOPES)[number];
export type PlatformScope = (typeof PLATFORM_SCOPES)[number];
/** What a route asks for: a scope as keys hold it, or its lesser half. */
export type NeededScope = TenantScope | PlatformScope | 'tenants:read';

/** Those that a tenant's key cannot have. */
export function unknownScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => !(TENANT_SCOPES as readonly string[]).includes(scope));
}

/** Those of the wanted scopes that a key with `held` cannot hand on: nobody makes a key that may do more than their own. */
export function scopesBeyond(held: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((scope) => !allows(held, scope));
}

/** Whether a key with these scopes may do it; `x:write` includes `x:read`. */
export function allows(scopes: readonly string[], needed: string): boolean {
  return scopes.includes(needed) || (needed.endsWith(':read') && scopes.includes(needed.replace(/:read$/, ':write')));
}
