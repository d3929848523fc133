// Run by Stryker, in its copy of the project.
export default {
  displayName: 'mutants',
  rootDir: process.cwd(),
  testMatch: [process.env['PARLEY_MUTATE_SPECS']],
  testEnvironment: new URL('./stop-early.cjs', import.meta.url).pathname,
  // As CommonJS, which Stryker can ask what each test covers, and which loads four times as fast as ES modules do in Jest.
  transform: {
    '\\.(ts|m?js)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@noble/hashes|fast-check|pure-rand|canonicalize)/)'],
  // Else the kernel would call the expressions outside of the copy, which nobody changes.
  moduleNameMapper: { '^@parley/expression$': '<rootDir>/libs/domain/expression/src/index.ts' },
  setupFilesAfterEnv: ['<rootDir>/tools/mutate/seeded.mjs'],
  testTimeout: 30_000,
};
