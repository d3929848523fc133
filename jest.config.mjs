const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      target: 'es2023',
      transform: { legacyDecorator: true },
    },
    module: { type: 'es6' },
  },
];

const shared = {
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/coverage/'],
  modulePathIgnorePatterns: ['/dist/', '/.nx/', '/coverage/'],
  transform: { '\\.ts$': swc },
  transformIgnorePatterns: ['/node_modules/'],
  extensionsToTreatAsEsm: ['.ts'],
};

export default {
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/tools/engines/skipped-engines.mjs'],
  projects: [
    {
      ...shared,
      displayName: 'rules',
      testMatch: ['<rootDir>/libs/domain/**/*.spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/tools/fitness/pure-world.mjs'],
    },
    {
      ...shared,
      displayName: 'services',
      testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'],
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, '/libs/domain/', '\\.browser\\.spec\\.ts$'],
    },
    { ...shared, displayName: 'browser', testMatch: ['<rootDir>/apps/**/*.browser.spec.ts'] },
    { ...shared, displayName: 'fitness', testMatch: ['<rootDir>/tools/**/*.spec.ts'] },
  ],
};
