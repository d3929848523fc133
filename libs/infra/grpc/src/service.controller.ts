import type { Type } from '@nestjs/common';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import type { ServiceRim } from './service-rim.ts';

/** A Nest controller with a method for each one of the contract, made of the service itself: it knows nothing of Nest. */
export function controllerOf(fullName: string, rim: ServiceRim): Type<object> {
  class ServiceController {}
  for (const [name, handler] of rim.handlers()) {
    const descriptor = { value: handler, writable: true, enumerable: false, configurable: true };
    Object.defineProperty(ServiceController.prototype, name, descriptor);
    GrpcMethod(fullName, name)(ServiceController.prototype, name, descriptor);
  }
  Controller()(ServiceController);
  return ServiceController;
}
