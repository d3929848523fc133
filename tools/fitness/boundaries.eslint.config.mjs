/** The import directions alone, without types: for a text that is not on disk (see import-directions.spec.ts). */
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { boundaries, LAYERS } from '../../eslint.config.mjs';

export default [
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parser: tseslint.parser },
    rules: boundaries(LAYERS),
  },
];
