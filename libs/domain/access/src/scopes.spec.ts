import { isName } from './names.ts';
import { allows, PLATFORM_SCOPES, scopesBeyond, TENANT_SCOPES, unknownScopes } from './scopes.ts';

describe('a scope', () => {
  it('allows what it names and nothing beside', () => {
    expect(allows(['flows:read'], 'flows:read')).toBe(true);
    expect(allows(['flows:read'], 'flows:write')).toBe(false);
    expect(allows(['flows:read'], 'conversations:read')).toBe(false);
    expect(allows([], 'flows:read')).toBe(false);
  });

  it('to write includes to read', () => {
    expect(allows(['flows:write'], 'flows:read')).toBe(true);
    expect(allows(['flows:write'], 'conversations:read')).toBe(false);
  });

  it('of the platform reads nothing of a tenant', () => {
    expect(TENANT_SCOPES.filter((scope) => allows(PLATFORM_SCOPES, scope))).toEqual([]);
  });

  it('is handed on only by who has it', () => {
    expect(scopesBeyond(['flows:write'], ['flows:read', 'flows:write'])).toEqual([]);
    expect(scopesBeyond(['flows:read', 'api-keys:write'], ['flows:read', 'flows:write'])).toEqual(['flows:write']);
  });

  it('that nobody knows is named', () => {
    expect(unknownScopes(['flows:read', 'flows', 'tenants:write', '*'])).toEqual(['flows', 'tenants:write', '*']);
  });
});

describe('a name', () => {
  it.each(['a', '0', 'bank', 'bank-2', 'a--b', 'x'.repeat(63)])('may be %s', (name) => {
    expect(isName(name)).toBe(true);
  });

  it.each(['', '-a', 'a-', 'Bank', 'bank_1', 'bänk', 'a b', 'a\n', '../a', 'x'.repeat(64)])('may not be %j', (name) => {
    expect(isName(name)).toBe(false);
  });
});
