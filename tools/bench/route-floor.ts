import 'reflect-metadata';
import { Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

/** The floor of the path: the same request to a route that does nothing, in a process of its own. */
@Controller()
class EmptyController {
  @Post('channels/:channel/:connection')
  @HttpCode(200)
  take(): { eventId: string } {
    return { eventId: 'none' };
  }
}

@Module({ controllers: [EmptyController] })
class EmptyModule {}

const app = await NestFactory.create<NestFastifyApplication>(EmptyModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env['PORT']), '127.0.0.1');
console.log('ready');
