import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { problemBody } from '@parley/service-kit';
import type { FastifyReply, onResponseHookHandler } from 'fastify';
import type { Socket } from 'node:net';
import { AllowedMethods } from './api/allowed-methods.ts';
import { ApiDocs } from './api/api-docs.ts';
import { assertDeclared } from './api/assert-declared.ts';
import { describeApi } from './api/openapi.ts';
import { Closing } from './closing.ts';
import { crossOrigin } from './cross-origin.ts';
import { controllers, GatewayModule } from './gateway.module.ts';
import type { GatewayPorts } from './gateway-ports.ts';
import { ProblemFilter, sendProblem } from './problem.filter.ts';
import { GatewayFault, problemOf } from './problem.ts';
import { routeOf, traceRequests } from './trace-requests.ts';
import { UnusedLines } from './unused-lines.ts';

/** A body may hold so many bytes. */
const bodyLimit = 256 * 1024;
const formLimit = 1024 * 1024;

/** How long requests under way have to end when the gateway closes, ms. */
const graceMs = 3_000;
/** Lines on which nothing is under way any more are looked for this often then, ms. */
const idleEveryMs = 50;

export interface Gateway {
  /** Answers the port it listens on. Rejects with Node's error (`EADDRINUSE`, …). */
  listen(port: number, host: string): Promise<number>;
  /** Takes no new connections, ends streams, finishes what is under way; what takes longer than 3 s is cut. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Certificate (with its chain) and key, PEM; absent = plain HTTP, as behind a proxy. */
  readonly tls?: { readonly cert: Uint8Array; readonly key: Uint8Array };
}

/** The OpenAPI of `/v1`, without anything behind it. */
export async function describeGateway(): Promise<object> {
  const { app, document } = await buildApp({} as GatewayPorts, new FastifyAdapter(), new Closing());
  await app.close();
  return document;
}

export async function createGateway(ports: GatewayPorts, { tls }: GatewayOptions = {}): Promise<Gateway> {
  const adapter = new FastifyAdapter({
    ...{ bodyLimit, forceCloseConnections: 'idle', clientErrorHandler, frameworkErrors },
    ...(tls && { https: { cert: Buffer.from(tls.cert), key: Buffer.from(tls.key) } }),
  });
  const fastify = adapter.getInstance();
  // Bodies stay bytes: channels sign them, and we count their depth before anything parses them.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_, body, done) =>
    done(null, body),
  );
  // A vendor's form may carry a whole message with its buttons, and each of its characters as three.
  const form = { parseAs: 'buffer', bodyLimit: formLimit } as const;
  fastify.addContentTypeParser('application/x-www-form-urlencoded', form, (_, body, done) => done(null, body));
  if (ports.trace !== undefined) traceRequests(fastify, ports.trace);
  fastify.addHook('onRequest', (_, reply, done) => {
    void reply.header('x-content-type-options', 'nosniff');
    done();
  });
  fastify.addHook('onRequest', crossOrigin(ports));
  if (ports.observe !== undefined) fastify.addHook('onResponse', observeWith(ports.observe));
  const closing = new Closing();
  const unused = new UnusedLines(fastify.server);
  let methods = new AllowedMethods({});
  fastify.addHook('onRequest', (request, reply, done) => {
    const allowed = request.is404 ? methods.of(request.url) : undefined;
    if (allowed === undefined) return done();
    void reply.header('allow', allowed);
    sendProblem(problemOf(new GatewayFault(405, 'method.not-allowed', `This address takes ${allowed}.`)), reply);
  });
  const { app, document } = await buildApp(ports, adapter, closing);
  methods = new AllowedMethods(document.paths);
  return {
    async listen(port, host) {
      await app.listen(port, host);
      const address = app.getHttpServer().address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
    async close() {
      // Readers come again elsewhere by the number of their last message. Who waits long for a page is cut.
      closing.begin();
      const cutting = setTimeout(() => fastify.server.closeAllConnections(), graceMs);
      unused.cut();
      // A line on which the last answer went out meanwhile would be kept for another request.
      const hanging = setInterval(() => fastify.server.closeIdleConnections(), idleEveryMs);
      await app.close();
      clearTimeout(cutting);
      clearInterval(hanging);
    },
  };
}

function observeWith(observe: NonNullable<GatewayPorts['observe']>): onResponseHookHandler {
  return (request, reply, done) => {
    observe({ route: routeOf(request), method: request.method, status: reply.statusCode, ms: reply.elapsedTime });
    done();
  };
}

async function buildApp(
  ports: GatewayPorts,
  adapter: FastifyAdapter,
  closing: Closing,
): Promise<{ readonly app: NestFastifyApplication; readonly document: OpenAPIObject }> {
  assertDeclared(controllers);
  const docs = new ApiDocs();
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.with(ports, docs, closing), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(ports));
  const document = describeApi(app, controllers);
  docs.describe(document);
  return { app, document };
}

/** What Fastify's router refuses before any hook or filter runs. */
function frameworkErrors(error: Error, _request: unknown, reply: FastifyReply): void {
  sendProblem(problemOf(error), reply);
}

/** What is not even HTTP. */
function clientErrorHandler(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const code = status === 431 ? 'headers.too-large' : 'request.malformed';
  const body = JSON.stringify(problemBody({ status, code, detail: 'This is not HTTP as we read it.' }));
  const head = `content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status} Bad Request\r\n${head}\r\n\r\n${body}`);
}
