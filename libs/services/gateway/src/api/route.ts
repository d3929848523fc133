import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { PARAMTYPES_METADATA } from '@nestjs/common/constants.js';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { NeededScope } from '@parley/access';
import type { ErrorCode } from '@parley/service-kit';
import type { ZodType } from 'zod';

/** What a route of `/v1` is: whom it lets in, what it answers, and what it refuses beside what every route does. */
export interface RouteSpec {
  /** What a key has to be allowed. */
  readonly needs: NeededScope;
  /** One sentence, for the page. */
  readonly does: string;
  /** 200 unless told. */
  readonly status?: 200 | 201 | 202 | 204;
  /** The answer's body; none with 204. */
  readonly answer?: ZodType;
  /** Codes of its own. */
  readonly refuses?: readonly ErrorCode[];
  /**
   * What `Idempotency-Key` means here. `stored`: the first answer is kept and given again. `natural`: the key names the act
   * itself, so that doing it again finds it done; only the request is compared.
   */
  readonly repeats?: 'stored' | 'natural';
  /** Takes `If-Match`, and answers an `ETag`. */
  readonly hasVersion?: boolean;
}

const routeSpec = 'parley.route';
const openTo = 'parley.open-to';

/** Declares a route of `/v1`. One that is not declared stops the start. */
export function Route(spec: RouteSpec): MethodDecorator {
  const status = spec.status ?? 200;
  const answer = { status, description: spec.does, ...(spec.answer && { standardSchema: spec.answer }) };
  return applyDecorators(
    telling,
    SetMetadata(routeSpec, spec),
    HttpCode(status),
    ApiOperation({ summary: spec.does }),
    ApiResponse(answer),
  );
}

/** No handler takes more parameters. */
const mostParameters = 12;

/** Our compilers tell no types of parameters, and the OpenAPI is silent of those that have none: their schemas say it all. */
const telling: MethodDecorator = (prototype, name) => {
  const types = Array.from({ length: mostParameters }, () => Object);
  Reflect.defineMetadata(PARAMTYPES_METADATA, types, prototype, name);
};

/** Declares that a controller's routes take no API key, and who they are for. */
export const OpenTo = (whom: string): ClassDecorator => SetMetadata(openTo, whom);

export function routeOf(handler: object): RouteSpec | undefined {
  return Reflect.getMetadata(routeSpec, handler) as RouteSpec | undefined;
}

export function isOpen(controller: object): boolean {
  return typeof Reflect.getMetadata(openTo, controller) === 'string';
}
