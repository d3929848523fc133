import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenTo } from './api/route.ts';
import { GatewayPorts } from './gateway-ports.ts';

/** `/livez`: the process answers. `/readyz`: so does everything that it needs. */
@ApiExcludeController()
@OpenTo('whoever watches the process')
@Controller()
export class HealthController {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  @Get('livez')
  live(): object {
    return { status: 'ok' };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { isReady, dependencies } = await this.ports.health();
    void reply.code(isReady ? 200 : 503);
    return { status: isReady ? 'ok' : 'not ready', dependencies };
  }
}
