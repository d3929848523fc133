import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, type Observable } from 'rxjs';
import { firstValueFrom } from 'rxjs';
import { GatewayPorts } from '../gateway-ports.ts';
import { callerOf, idempotencyKeyOf } from './caller.ts';
import { routeOf } from './route-spec.ts';

const nothing = new Uint8Array(0);
const utf8 = new TextEncoder();

interface Claim {
  readonly tenant: string;
  readonly key: string;
}

/**
 * A request that names itself is done once: sent again it gets the first answer. Refusals are not kept, so that what was
 * mended can be sent again under the same name.
 */
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const repeats = routeOf(context.getHandler())?.repeats;
    const name = repeats === undefined ? undefined : idempotencyKeyOf(request);
    if (name === undefined) return next.handle();
    const claim = { tenant: callerOf(request).tenant ?? '', key: name };
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.once(claim, request, reply, next, repeats === 'stored'));
  }

  private async once(
    claim: Claim,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
    keepsAnswer: boolean,
  ): Promise<unknown> {
    const { security } = this.ports;
    // 1 Is it new?
    const begun = await security.beginIdempotent({ ...claim, request: bytesOf(request) });
    if (!begun.isNew && begun.status > 0) return replayed(begun.status, begun.body, reply);
    // 2 Do it; an act with an id of its own finds itself done.
    try {
      const answer: unknown = await firstValueFrom(next.handle(), { defaultValue: undefined });
      // 3 Keep what came of it before it is told.
      if (begun.isNew) {
        const body = answer === undefined ? nothing : utf8.encode(JSON.stringify(answer));
        await security.endIdempotent({ ...claim, status: reply.statusCode, body, keepsAnswer });
      }
      return answer;
    } catch (error) {
      if (begun.isNew) await security.endIdempotent({ ...claim, status: 0, body: nothing, keepsAnswer });
      throw error;
    }
  }
}

function replayed(status: number, body: Uint8Array, reply: FastifyReply): unknown {
  void reply.code(status).header('idempotent-replayed', 'true');
  return body.length === 0 ? undefined : (JSON.parse(Buffer.from(body).toString('utf8')) as unknown);
}

/** What is asked for: method, address, body. */
function bytesOf({ method, url, body }: FastifyRequest): Uint8Array {
  return Buffer.concat([utf8.encode(`${method} ${url}\n`), body instanceof Uint8Array ? body : nothing]);
}
