// Mutation testing of the rules that everything rests on (`npm run mutate`): a nightly script, hours long, not for CI.
// `npm run mutate -- --mutate libs/domain/statechart/src/select.ts` looks at one file.
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: [
    'libs/domain/{statechart,expression}/src/**/*.ts',
    '!**/*.spec.ts',
    '!**/testing/**',
    '!**/properties/**',
    '!**/w3c/**',
    '!**/index.ts',
  ],
  testRunner: 'jest',
  jest: {
    projectType: 'custom',
    config: {
      displayName: 'mutants',
      testMatch: ['<rootDir>/libs/domain/{statechart,expression}/**/*.spec.ts'],
      transform: {
        '\\.(ts|m?js)$': [
          '@swc/jest',
          { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
        ],
      },
      // Random machines and hostile texts take a minute: too long for each of thousands of mutants.
      testPathIgnorePatterns: ['/node_modules/', '/properties/', '/hostile'],
      transformIgnorePatterns: ['/node_modules/(?!(@noble/hashes|fast-check|pure-rand|canonicalize)/)'],
      setupFilesAfterEnv: ['<rootDir>/tools/mutate/seeded.mjs'],
      testTimeout: 30_000,
    },
    // Only the specs that reach the mutated file are run.
    enableFindRelatedTests: true,
  },
  // As CommonJS, which Stryker can ask what each test covers, and which loads four times as fast as ES modules do in Jest.
  coverageAnalysis: 'perTest',
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
  concurrency: 2,
  dryRunTimeoutMinutes: 15,
  timeoutMS: 20_000,
  timeoutFactor: 2,
  thresholds: { high: 92, low: 85, break: 85 },
  reporters: ['clear-text', 'progress', 'html', 'json'],
  htmlReporter: { fileName: 'coverage/mutation/report.html' },
  jsonReporter: { fileName: 'coverage/mutation/report.json' },
  tempDirName: 'coverage/mutation/tmp',
  cleanTempDir: 'always',
};
