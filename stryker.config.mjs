// What Stryker is told by `npm run mutate` (tools/mutate), which adds the files, the specs and, for a sample, what was drawn.
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  jest: { projectType: 'custom', configFile: 'tools/mutate/jest.config.mjs', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  plugins: ['@stryker-mutator/jest-runner', new URL('./tools/mutate/drawn-only.mjs', import.meta.url).pathname],
  ignorePatterns: [
    'dist',
    'data',
    '.nx',
    'coverage',
    'apps/all-in-one',
    'apps/web-chat',
    'proto',
    'libs/channels',
    'libs/infra',
    'libs/services',
  ],
  dryRunTimeoutMinutes: 15,
  // Plenty: on a busy machine a mutant that survives must not look like one that never ends.
  timeoutMS: 30_000,
  timeoutFactor: 4,
  thresholds: { high: 92, low: 85 },
  tempDirName: 'coverage/mutation/tmp',
  cleanTempDir: 'always',
};
