import { runBundled } from '../build/run-bundled.mjs';

await runBundled({
  name: 'statechart-driver',
  entry: 'tools/statechart-driver/main.ts',
  sources: [
    'tools/statechart-driver',
    'libs/domain/statechart/src',
    'libs/domain/expression/src',
    'libs/domain/scxml/src',
  ],
});
