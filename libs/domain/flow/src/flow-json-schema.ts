import type { ValueMap } from '@parley/expression';
import { flowShape } from './format/flow-shape.ts';
import { writeJsonSchema } from './shape/json-schema.ts';

/** The authoring format as JSON Schema (draft 2020-12), for editors. Written from the shapes that the checker reads by. */
export const flowJsonSchema: ValueMap = writeJsonSchema(flowShape, {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Parley flow',
});
