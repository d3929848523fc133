import 'reflect-metadata';
import { Body, Controller, Get, Headers, Module, Post, Query } from '@nestjs/common';
import { APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { ProblemFilter } from '../problem.filter.ts';
import type { GatewayPorts } from '../gateway-ports.ts';
import { ApiPipe } from './api-pipe.ts';
import { assertDeclared } from './assert-declared.ts';
import { OpenTo, Route } from './route.ts';

const shape = z.strictObject({ a: z.int() });
/** What reached the handlers. */
const reached: unknown[] = [];

@Controller('try')
class TryController {
  @Post()
  body(@Body({ schema: shape }) body: unknown): object {
    reached.push(body);
    return {};
  }

  @Get()
  query(@Query({ schema: z.strictObject({ a: z.string().length(1) }) }) query: unknown): object {
    reached.push(query);
    return {};
  }

  @Get('headers')
  headers(@Headers() headers: Record<string, string>): object {
    reached.push(headers['x-mark']);
    return {};
  }
}

let app: NestFastifyApplication;

async function open(isBound: boolean): Promise<void> {
  @Module({
    controllers: [TryController],
    providers: isBound ? [{ provide: APP_PIPE, useValue: new ApiPipe() }] : [],
  })
  class TryModule {}
  const adapter = new FastifyAdapter();
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  app = await NestFactory.create<NestFastifyApplication>(TryModule, adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter({ warn: () => undefined } as unknown as GatewayPorts));
  await app.listen(0, '127.0.0.1');
  reached.length = 0;
}

afterEach(() => app.close());

const ask = async (path: string, init: RequestInit = {}): Promise<readonly [number, unknown]> => {
  const { port } = app.getHttpServer().address() as { readonly port: number };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return [answer.status, await answer.json()];
};
const post = (body: string) => ask('/try', { method: 'POST', body, headers: { 'content-type': 'application/json' } });

describe('the pipe', () => {
  it('bound, lets no body through that is not of its schema', async () => {
    await open(true);
    expect((await post('{"a":1}'))[0]).toBe(201);
    expect(reached).toEqual([{ a: 1 }]);
    const problems = [{ pointer: '/a' }, { pointer: '' }];
    expect(await post('{"a":"1","b":2}')).toMatchObject([400, { code: 'body.invalid', problems }]);
    expect(await ask('/try?a=12')).toMatchObject([400, { code: 'query.invalid' }]);
    expect(reached).toHaveLength(1);
  });

  it('unbound, does nothing: schemas alone hold nothing back', async () => {
    await open(false);
    expect((await post('{"b":2}'))[0]).toBe(201);
    expect(reached).toHaveLength(1);
  });

  it('never sees headers: whoever reads one checks it', async () => {
    await open(true);
    const [status] = await ask('/try/headers', { headers: { 'x-mark': 'a b' } });
    expect([status, reached]).toEqual([200, ['a b']]);
  });
});

describe('a controller', () => {
  it('with a route that declares no permission stops the start, by its name', async () => {
    await open(true);
    expect(() => assertDeclared([TryController])).toThrow(
      'These routes declare no permission: TryController.body, TryController.query, TryController.headers.',
    );
  });

  it('may say that it is open, and each of its routes may say what it needs', async () => {
    await open(true);
    @OpenTo('everybody')
    @Controller('open')
    class OpenController {
      @Get()
      read(): object {
        return {};
      }
    }
    @Controller('closed')
    class ClosedController {
      @Get()
      @Route({ needs: 'flows:read', does: 'Reads.' })
      read(): object {
        return {};
      }
    }
    expect(() => assertDeclared([OpenController, ClosedController])).not.toThrow();
  });
});
