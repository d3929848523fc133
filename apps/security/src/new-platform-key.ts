import { randomBytes } from 'node:crypto';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { commandLine } from '@parley/service-kit';

/** Makes a key for PARLEY_PLATFORM_KEY and prints it; nothing is kept of it. */
commandLine({
  call: 'npm run -s platform:key --',
  about: 'Makes a key that may create tenants, for PARLEY_PLATFORM_KEY, and prints it. Nothing is kept of it.',
  options: {},
});
console.log(newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes)));
