import type { EraseTenantLimits } from './erase-tenant.ts';

/** What an operator may set of the security service. */
export interface SecurityConfig {
  /**
   * The platform's key (`pk_…`), which creates tenants: the setting or key file is its only place, so changing it there
   * revokes the old one at the next start. null = nobody may create tenants.
   */
  readonly platformKey: string | null;
  /** The second word of the keys that are issued: 2 to 12 small letters. */
  readonly environment: string;
  /** For how long a key's row is believed without asking again, ms: a revocation takes effect within this time. */
  readonly keyMaxAgeMs: number;
  readonly maxKeysRemembered: number;
  readonly erasing: EraseTenantLimits;
}

export const securityDefaults: Omit<SecurityConfig, 'platformKey'> = {
  environment: 'live',
  keyMaxAgeMs: 5_000,
  maxKeysRemembered: 10_000,
  erasing: { doorsRememberedMs: 6_000, batchRows: 5_000, pauseMs: 250, withinMs: 60_000 },
};
