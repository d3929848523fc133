import type { DynamicModule, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';

/** The services that one process serves. */
@Module({})
export class GrpcModule {
  static with(controllers: readonly Type<object>[]): DynamicModule {
    return { module: GrpcModule, controllers: [...controllers] };
  }
}
