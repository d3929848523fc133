export { API_KEY_ID_BYTES, API_KEY_SECRET_BYTES, makeApiKey, parseApiKey } from './api-key.ts';
export type { ApiKeyParts } from './api-key.ts';
export { base62 } from './base62.ts';
export { isName } from './names.ts';
export { allows, PLATFORM_SCOPES, scopesBeyond, TENANT_SCOPES, unknownScopes } from './scopes.ts';
export type { NeededScope, PlatformScope, TenantScope } from './scopes.ts';
