import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ChatService, Client } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenTo } from './api/route.ts';
import { GatewayPorts } from './gateway-ports.ts';

const nothing = new Uint8Array();

/** Passes what channels send through as raw bytes; the answer comes when it is durable. */
@ApiExcludeController()
@OpenTo('vendors, by their signatures')
@Controller('channels')
export class ChannelsController {
  private readonly chat: Client<ChatService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.chat = ports.chat;
  }

  /** Vendors with one address for everything, and our own pages with several. */
  @Post([':channel/:connection', ':channel/:connection/:path'])
  @HttpCode(200)
  async receive(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | string> {
    const { channel = '', connection = '', path = '' } = request.params as Record<string, string>;
    // Node joins repeated headers, except those that may only come once.
    const headers = request.headers as Record<string, string>;
    const body = (request.body as Uint8Array | undefined) ?? nothing;
    const asked = this.chat.receiveStimulus({ channel, connection, path, headers, body });
    const { eventIds, ack } = await asked.catch((error: unknown) => {
      if (isHopeless(error)) void reply.header('x-slack-no-retry', '1');
      throw error;
    });
    if (ack === undefined) return eventIds.length === 1 ? { eventId: eventIds[0] } : { eventIds };
    void reply.header('content-type', ack.contentType);
    return Buffer.from(ack.body).toString('utf8');
  }
}

/** What will be refused again however often it is sent; Slack, for one, can be told so. */
function isHopeless(error: unknown): boolean {
  return error instanceof ServiceFault && ['NOT_FOUND', 'INVALID_ARGUMENT'].includes(error.status);
}
