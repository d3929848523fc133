#!/usr/bin/env node
// `npx parley`: from the sources as they are, so that no build can be forgotten.
import { runBundled } from '../../../tools/build/run-bundled.mjs';

await runBundled({
  name: 'cli',
  entry: 'apps/cli/src/main.ts',
  sources: ['apps/cli/src', 'libs/domain', 'libs/service-kit/src'],
});
