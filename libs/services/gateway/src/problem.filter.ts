import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Inject } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GatewayPorts } from './gateway-ports.ts';
import type { Problem } from './problem.ts';
import { problemOf } from './problem.ts';
import { traceIdOf } from './trace-requests.ts';

/** Every error leaves as problem+json: ours, the services' and Fastify's own. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500 && problem.status !== 503) {
      this.ports.warn('request.failed', { error: error instanceof Error ? error.stack : String(error) });
    }
    // A stream under way has its head sent: all that is left is to end it.
    if (reply.raw.headersSent) {
      reply.raw.end();
      return;
    }
    sendProblem(problem, reply);
  }
}

export function sendProblem({ retryInMs, more, ...body }: Problem, reply: FastifyReply): void {
  if (retryInMs !== undefined) void reply.header('retry-after', String(Math.max(1, Math.ceil(retryInMs / 1000))));
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer');
  const traceId = traceIdOf(reply.request);
  void reply
    .code(body.status)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify({ ...body, ...(traceId !== undefined && { traceId }), ...more }));
}
