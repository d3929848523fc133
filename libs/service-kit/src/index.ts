export { Coalescer } from './coalescer.ts';
export { Keyring, KeyMissing } from './keyring.ts';
export type { CurrentKey, KeyringLimits, KeyringPorts } from './keyring.ts';
export { KeyUnreadable, newTenantKeys, UnknownTenant } from './tenant-keys.ts';
