import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { flowJsonSchema } from './flow-json-schema.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(flowJsonSchema);

describe('the JSON Schema of flows', () => {
  it.each(['bank-transfer', 'clinic-appointment'])('accepts the example %s', (name) => {
    validate(read(`apps/docs/examples/${name}.flow.json`));
    expect(validate.errors).toBeNull();
  });

  it('refuses what the checker refuses for its shape', () => {
    expect(validate(read('libs/domain/flow/fixtures/every-problem.flow.json'))).toBe(false);
    expect(
      validate({ schema: 'flow/1', id: 'x', languages: ['en'], initial: 'a', states: { a: {} }, statez: {} }),
    ).toBe(false);
    expect(validate({ schema: 'flow/1', id: 'x', languages: ['en'], initial: 'a', states: { a: {} } })).toBe(true);
  });

  it('stands published as it is written here', () => {
    expect(read('apps/docs/reference/flow.schema.json')).toEqual(flowJsonSchema);
  });
});
