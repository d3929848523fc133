import type { Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { isOpen } from './route.ts';
import { routeOf } from './route-spec.ts';

/** @throws naming every route that says neither what a key needs for it nor that it is open */
export function assertDeclared(controllers: readonly Type[]): void {
  const missing = controllers.filter((controller) => !isOpen(controller)).flatMap(undeclared);
  if (missing.length > 0) throw new Error(`These routes declare no permission: ${missing.join(', ')}.`);
}

function undeclared(controller: Type): readonly string[] {
  return handlersOf(controller)
    .filter(([, handler]) => routeOf(handler) === undefined)
    .map(([name]) => `${controller.name}.${name}`);
}

/** The methods of a controller that answer requests. */
export function handlersOf(controller: Type): readonly (readonly [string, object])[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = name === 'constructor' ? undefined : prototype[name];
    return typeof handler === 'function' && Reflect.hasMetadata(PATH_METADATA, handler)
      ? [[name, handler] as const]
      : [];
  });
}
