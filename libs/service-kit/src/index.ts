export { Coalescer } from './coalescer.ts';
export { FAILPOINTS, failpoint } from './failpoint.ts';
export type { FailpointName } from './failpoint.ts';
export { Keyring, KeyMissing } from './keyring.ts';
export type { CurrentKey, KeyringLimits, KeyringPorts } from './keyring.ts';
export { KeyUnreadable, newTenantKeys, UnknownTenant } from './tenant-keys.ts';
export { ConnectionDirectory } from './connection-directory.ts';
export type { DirectoryLimits, KnownConnection } from './connection-directory.ts';
