import { applyDecorators, HttpCode, SetMetadata, UseInterceptors } from '@nestjs/common';
import { PARAMTYPES_METADATA } from '@nestjs/common/constants.js';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { IdempotencyInterceptor } from './idempotency.interceptor.ts';
import { routeSpec, type RouteSpec } from './route-spec.ts';

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
    // Where nothing is kept nobody stands in the way: vendors' requests come by the thousand.
    ...(spec.repeats === undefined ? [] : [UseInterceptors(IdempotencyInterceptor)]),
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

export function isOpen(controller: object): boolean {
  return typeof Reflect.getMetadata(openTo, controller) === 'string';
}
