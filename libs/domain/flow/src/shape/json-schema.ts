import type { Value, ValueMap } from '@parley/expression';
import type { Shape, VariantShape } from './shape.ts';

/** Writes a shape as JSON Schema, draft 2020-12. Variants become `$defs`, so that recursion ends. */
export function writeJsonSchema(shape: Shape, head: ValueMap): ValueMap {
  const definitions = new Map<string, Value>();
  const body = write(shape, definitions);
  return { ...head, ...body, $defs: Object.fromEntries(definitions) };
}

function write(shape: Shape, definitions: Map<string, Value>): ValueMap {
  const described: ValueMap = shape.description === undefined ? {} : { description: shape.description };
  switch (shape.kind) {
    case 'text':
      return {
        ...described,
        type: 'string',
        ...(shape.choices && { enum: [...shape.choices] }),
        ...(shape.pattern && { pattern: shape.pattern.source }),
        ...(shape.maxLength !== undefined && { maxLength: shape.maxLength }),
      };
    case 'number':
      return {
        ...described,
        type: shape.whole === true ? 'integer' : 'number',
        ...(shape.min !== undefined && { minimum: shape.min }),
        ...(shape.max !== undefined && { maximum: shape.max }),
      };
    case 'flag':
      return { ...described, type: 'boolean' };
    case 'anything':
      return described;
    case 'list': {
      const items = write(shape.of, definitions);
      const many: ValueMap = {
        type: 'array',
        items,
        ...(shape.minItems !== undefined && { minItems: shape.minItems }),
      };
      return shape.orOne === true ? { ...described, anyOf: [items, many] } : { ...described, ...many };
    }
    case 'map':
      return {
        ...described,
        type: 'object',
        propertyNames: { pattern: shape.key.source },
        additionalProperties: write(shape.of, definitions),
        ...(shape.minEntries !== undefined && { minProperties: shape.minEntries }),
      };
    case 'record': {
      const fields = Object.entries(shape.fields);
      const required = fields.filter(([, field]) => field.required === true).map(([name]) => name);
      return {
        ...described,
        type: 'object',
        properties: Object.fromEntries(fields.map(([name, field]) => [name, write(field.shape, definitions)])),
        ...(required.length > 0 && { required }),
        ...(shape.lenient !== true && { additionalProperties: false }),
      };
    }
    case 'variant':
      return { ...described, ...reference(shape, definitions) };
  }
}

function reference(shape: VariantShape, definitions: Map<string, Value>): ValueMap {
  if (!definitions.has(shape.name)) {
    definitions.set(shape.name, {});
    definitions.set(shape.name, { anyOf: shape.options().map((option) => write(option, definitions)) });
  }
  return { $ref: `#/$defs/${shape.name}` };
}
