import type { ArgumentMetadata } from '@nestjs/common';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { parseJson } from '@parley/message';
import { GatewayFault } from '../problem.ts';

const maxDepth = 32;

type Issues = Parameters<
  NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory'] & object
>[0];

/**
 * Holds what a request says against the schema of the parameter that takes it. Bodies come as bytes and are parsed here,
 * their depth counted first. A parameter without a schema passes; headers never come here at all.
 */
export class ApiPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    if (metadata.schema === undefined) return value;
    const said = metadata.type === 'body' ? parsed(value) : value;
    const result = await this.validate<T>(said, metadata.schema);
    if (result.issues) throw refusal(metadata, result.issues);
    return result.value;
  }
}

/** An empty body counts as `{}`. */
function parsed(body: unknown): unknown {
  const bytes = body instanceof Uint8Array ? body : new Uint8Array();
  if (bytes.length === 0) return {};
  const json = parseJson(bytes, maxDepth);
  if (!json.ok) throw new GatewayFault(400, `body.${json.reason}`, 'The body has to be JSON of little depth.');
  return json.value;
}

function refusal({ type, data }: ArgumentMetadata, issues: Issues): GatewayFault {
  const problems = issues.slice(0, 20).map(({ path, message }) => ({ pointer: pointerOf(path ?? []), message }));
  if (type === 'body') {
    return new GatewayFault(400, 'body.invalid', 'The body is not of the shape that this address takes.', { problems });
  }
  const first = `${data ?? pointerOf(issues[0]?.path ?? []).slice(1)}: ${issues[0]?.message ?? 'invalid'}`;
  if (type === 'param') return new GatewayFault(400, 'path.invalid', `The address is not one of ours: ${first}.`);
  return new GatewayFault(400, 'query.invalid', `The query is not as this address takes it: ${first}.`, { problems });
}

function pointerOf(path: NonNullable<Issues[number]['path']>): string {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
  return keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
