import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { OpenTo } from './api/route.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { GatewayFault } from './problem.ts';

/** `/livez`: the process answers. `/readyz`: so does everything that it needs. `/metrics`: its figures. */
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

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (this.ports.metrics === undefined) throw new GatewayFault(404, 'route.unknown', 'There is no such route.');
    const { contentType, text } = await this.ports.metrics();
    void reply.header('content-type', contentType);
    return text;
  }
}
