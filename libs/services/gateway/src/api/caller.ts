import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GatewayFault } from '../problem.ts';

/** Who calls `/v1`, as the guard found out. */
export interface Caller {
  /** null = the platform. */
  readonly tenant: string | null;
  readonly keyId: string;
  readonly scopes: readonly string[];
}

interface CalledBy {
  caller?: Caller;
}

export function setCaller(request: FastifyRequest & CalledBy, caller: Caller): void {
  request.caller = caller;
}

/** @throws where no guard let this request in */
export function callerOf(request: FastifyRequest & CalledBy): Caller {
  if (request.caller) return request.caller;
  throw new Error('This request was let in by nobody.');
}

/** The bearer's credential; the tenant comes from it and from nowhere else. */
export function bearerOf(request: FastifyRequest): string {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new GatewayFault(401, 'auth.missing', 'Send `Authorization: Bearer …`.');
  return token;
}

/** The calling tenant's id: the guard let only a tenant's key come here. */
export const CallerTenant = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { tenant } = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (tenant !== null) return tenant;
  throw new GatewayFault(403, 'auth.tenant-key-needed', "This takes a tenant's key.");
});

/** What the calling key may do: nobody hands on more. */
export const CallerScopes = createParamDecorator((_: unknown, context: ExecutionContext): string[] => [
  ...callerOf(context.switchToHttp().getRequest<FastifyRequest>()).scopes,
]);

const namePattern = /^[\x21-\x7e]{1,200}$/;

/** What the client calls this request; undefined = it did not say. Headers pass no pipe: this is their check. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const given = request.headers['idempotency-key'];
  if (given === undefined) return undefined;
  if (typeof given === 'string' && namePattern.test(given)) return given;
  throw new GatewayFault(400, 'header.invalid', 'Idempotency-Key has to be 1 to 200 visible ASCII characters.');
}

/** The id of an act: the body's, else the request's name. */
export const ActName = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const name = idempotencyKeyOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (name === undefined || name.length <= 128) return name;
  throw new GatewayFault(400, 'header.invalid', 'Idempotency-Key has to be at most 128 characters here.');
});

/** The version that the client saw; undefined = it does not care. `*` = any. What is no ETag of ours matches nothing. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const given = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (given === undefined || given.trim() === '*') return undefined;
  return /^"([\x21\x23-\x7e]{0,200})"$/.exec(given.trim())?.[1] ?? 'none of ours';
});
