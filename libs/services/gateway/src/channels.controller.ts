import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { ChatService, Client } from '@parley/contracts';
import type { FastifyRequest } from 'fastify';
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

  @Post(':channel/:connection/:path')
  @HttpCode(200)
  async receive(
    @Param() { channel = '', connection = '', path = '' }: Record<string, string>,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    // Node joins repeated headers, except those that may only come once.
    const headers = request.headers as Record<string, string>;
    const body = (request.body as Uint8Array | undefined) ?? nothing;
    const { eventIds } = await this.chat.receiveStimulus({ channel, connection, path, headers, body });
    return eventIds.length === 1 ? { eventId: eventIds[0] } : { eventIds };
  }
}
