import type { INestApplication, Type } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '@parley/service-kit';
import { z, type ZodType } from 'zod';
import { handlersOf } from './assert-declared.ts';
import { routeOf, type RouteSpec } from './route-spec.ts';
import { problemSchema } from './schemas/problem.ts';

const intro = `Everything that Parley does for a tenant, over HTTP. Errors are application/problem+json with a stable code.
Lists are paged: ask again with \`cursor\` = \`next\` until that is null.`;

/** What every route may refuse with, whatever it does. */
const always: readonly ErrorCode[] = ['auth.missing', 'auth.invalid-key', 'auth.scope-missing', 'rate.api', 'internal'];
const withBody: readonly ErrorCode[] = [
  'body.invalid',
  'body.not-json',
  'body.too-deep',
  'body.too-large',
  'body.wrong-type',
];

/** The OpenAPI 3.1 of `/v1`, out of the schemas that requests are held against. */
export function describeApi(app: INestApplication, controllers: readonly Type[]): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Parley')
    .setDescription(intro)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'pk_…' }, 'apiKey')
    .addSecurityRequirements('apiKey')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    deepScanRoutes: true,
    operationIdFactory: (_, method) => method,
    autoTagControllers: false,
    standardSchemaConverter: (schema, { schemaType }) => convert(schema as ZodType, schemaType),
  });
  return complete(document, specsOf(controllers));
}

function specsOf(controllers: readonly Type[]): ReadonlyMap<string, RouteSpec> {
  const specs = controllers.flatMap(handlersOf).flatMap(([name, handler]) => {
    const spec = routeOf(handler);
    return spec === undefined ? [] : [[name, spec] as const];
  });
  if (new Set(specs.map(([name]) => name)).size < specs.length) throw new Error('Two routes of /v1 share a name.');
  return new Map(specs);
}

interface Converted {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly components: Record<string, unknown>;
}

/** A schema of ours as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks; schemas with an id are shared. */
function convert(schema: ZodType, io: 'input' | 'output'): Converted {
  const {
    $schema: _,
    $defs = {},
    ...rest
  } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => replaceDescribed(jsonSchema as Record<string, unknown>),
  });
  const { id, ...own } = rest as Record<string, unknown> & { id?: string };
  const components = Object.fromEntries(Object.entries($defs).map(([name, each]) => [name, withoutId(each)]));
  if (id === undefined) return { schema: own, components };
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { ...components, [id]: own } };
}

function withoutId(schema: unknown): unknown {
  const { id: _, ...rest } = schema as Record<string, unknown>;
  return rest;
}

/** What travels as text says itself what it is. */
function replaceDescribed(schema: Record<string, unknown>): void {
  const { openapi, description } = schema;
  if (openapi === undefined) return;
  for (const key of Object.keys(schema)) Reflect.deleteProperty(schema, key);
  Object.assign(schema, openapi, description === undefined ? {} : { description });
}

interface Operation {
  operationId?: string;
  requestBody?: {
    required?: boolean;
    content?: Record<string, { schema?: { $ref?: string } }>;
  };
  parameters?: unknown[];
  responses: Record<string, { description?: string; headers?: unknown; content?: Record<string, unknown> }>;
}

/** Adds to every operation what its declaration says: refusals, headers, its scope. Leaves out what is not of `/v1`. */
function complete(document: OpenAPIObject, specs: ReadonlyMap<string, RouteSpec>): OpenAPIObject {
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith('/v1')));
  for (const item of Object.values(paths)) {
    for (const operation of Object.values(item) as Operation[]) {
      letBodyOut(operation, document);
      const spec = specs.get(operation.operationId ?? '');
      if (spec !== undefined) describeOperation(operation, spec);
    }
  }
  const { schema: _, components } = convert(problemSchema, 'output');
  const schemas = { ...document.components?.schemas, ...components } as NonNullable<
    OpenAPIObject['components']
  >['schemas'];
  return { ...document, paths, components: { ...document.components, ...(schemas && { schemas }) } };
}

function describeOperation(operation: Operation, spec: RouteSpec): void {
  const hasBody = operation.requestBody !== undefined;
  const hasInput = hasBody || (operation.parameters ?? []).length > 0;
  const isChange = spec.repeats !== undefined;
  const codes: ErrorCode[] = [
    ...always,
    ...(hasBody ? withBody : []),
    ...(hasInput ? (['path.invalid', 'query.invalid', 'cursor.invalid', 'header.invalid'] as const) : []),
    ...(spec.needs.startsWith('tenants:')
      ? (['auth.platform-key-needed'] as const)
      : (['auth.tenant-key-needed'] as const)),
    ...(isChange ? (['idempotency.in-progress', 'idempotency.mismatch', 'header.invalid'] as const) : []),
    ...(spec.hasVersion === true && hasBody ? (['precondition.failed'] as const) : []),
    ...(spec.refuses ?? []),
    'engine.unavailable',
  ];
  const isAccepted = operation.operationId === 'postMessage' || operation.operationId === 'beginConversation';
  if (isAccepted)
    operation.responses['202'] = {
      ...operation.responses['201'],
      description: 'It is durable; ask again for its outcome.',
    };
  addProblems(operation, codes);
  const parameters = [
    ...(isChange
      ? [header('Idempotency-Key', '^[\\x21-\\x7e]{1,128}$', 'A name of this request: sent again, it is done once.')]
      : []),
    ...(spec.hasVersion === true && hasBody
      ? [header('If-Match', '^"[0-9a-z.]{1,200}"$', 'The ETag of the flow that you saw.')]
      : []),
  ];
  operation.parameters = [...(operation.parameters ?? []), ...parameters];
  Object.assign(operation, { 'x-scope': spec.needs });
}

/** A body of which nothing is required may be left out. */
function letBodyOut({ requestBody }: Operation, { components }: OpenAPIObject): void {
  const schema = requestBody?.content?.['application/json']?.schema;
  const name = schema?.$ref?.split('/').at(-1) ?? '';
  const known = components?.schemas?.[name] as { readonly type?: string; readonly required?: object } | undefined;
  if (requestBody && known?.type === 'object' && known.required === undefined) requestBody.required = false;
}

function header(name: string, pattern: string, description: string): object {
  return { name, in: 'header', required: false, description, schema: { type: 'string', pattern } };
}

function addProblems(operation: Operation, codes: readonly ErrorCode[]): void {
  const byStatus = new Map<number, Set<string>>();
  for (const code of codes) {
    const { http } = ERROR_CODES[code];
    byStatus.set(http, (byStatus.get(http) ?? new Set()).add(code));
  }
  for (const [status, named] of [...byStatus].sort(([one], [other]) => one - other)) {
    operation.responses[String(status)] = {
      description: [...named].sort().join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
}
