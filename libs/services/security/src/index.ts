export { answersKeptMs } from './repeat-requests.ts';
export { securityDefaults } from './config.ts';
export type { SecurityConfig } from './config.ts';
export { KeyController } from './key.controller.ts';
export { newPlatformKey } from './new-platform-key.ts';
export { SecurityController } from './security.controller.ts';
export type { SecurityPorts } from './security-ports.ts';
