import { randomBytes } from 'node:crypto';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { commandLine } from '@parley/service-kit';

commandLine({
  call: 'npm run -s platform:key --',
  about:
    'Prints a new key that creates tenants (PARLEY_PLATFORM_KEY), for services that are started apart. It takes a second.',
  options: {},
});
console.log(newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes)));
