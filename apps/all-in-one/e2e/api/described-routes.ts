/** The parts of an OpenAPI that tests go by. */
export interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedRoute>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export interface DescribedRoute {
  readonly operationId: string;
  readonly 'x-scope': string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
      }
    >
  >;
}

export interface JsonSchema {
  readonly $ref?: string;
  readonly oneOf?: readonly JsonSchema[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

export interface Route extends DescribedRoute {
  readonly method: string;
  readonly path: string;
}

export function routesOf({ paths }: Described): readonly Route[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, route]) => ({ ...route, method: method.toUpperCase(), path })),
  );
}

/** A path with these ids in it. */
export function pathWith({ path }: Route, ids: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`Say which id stands for {${name}} of ${path}.`);
    return id;
  });
}

/** The smallest body that a route takes, with these ids in it; undefined = it takes none. */
export function bodyOf(described: Described, route: Route, ids: Readonly<Record<string, unknown>>): unknown {
  const schema = route.requestBody?.content['application/json']?.schema;
  return schema === undefined ? undefined : sampleOf(described, schema, ids, route.operationId);
}

function sampleOf(
  described: Described,
  schema: JsonSchema,
  ids: Readonly<Record<string, unknown>>,
  name: string,
): unknown {
  if (schema.$ref !== undefined) {
    const shared = described.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    return sampleOf(described, shared ?? {}, ids, name);
  }
  if (schema.oneOf?.[0] !== undefined) return sampleOf(described, schema.oneOf[0], ids, name);
  if (name in ids) return ids[name];
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 0;
  if (schema.type === 'object') {
    const properties = (schema.required ?? []).map((key) => {
      return [key, sampleOf(described, schema.properties?.[key] ?? {}, ids, key)] as const;
    });
    return Object.fromEntries(properties);
  }
  if (schema.type === 'array') return [];
  return 'a text';
}
