import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenTo } from './api/route.ts';
import { GatewayPorts } from './gateway-ports.ts';
import type { PageFile } from './pages.ts';
import { GatewayFault } from './problem.ts';

/** Our pages load nothing of anybody else's, and nobody may frame them. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The chat page of each connection, the console, their files, and the widget for other people's pages. */
@ApiExcludeController()
@OpenTo('visitors, their pages, and who signs in to the console')
@Controller()
export class PagesController {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  @Get('chat/:connection')
  async chat(
    @Param('connection') connection: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const known = await this.ports.directory.find(connection);
    if (known?.channel !== 'web-chat') throw new GatewayFault(404, 'connection.unknown', 'There is no such chat.');
    servePage(this.ports.pages.chat.html, request, reply);
  }

  @Get('assets/:name')
  asset(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    serve(this.ports.pages.chat.assets.get(name), request, reply);
  }

  @Get('console')
  console(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    servePage(this.ports.pages.console.html, request, reply);
  }

  @Get('console/assets/:name')
  consoleAsset(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    // A worker runs under the policy of its own script, not under the page's.
    void reply.header('content-security-policy', policy);
    serve(this.ports.pages.console.assets.get(name), request, reply);
  }

  @Get('widget.js')
  widget(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('cross-origin-resource-policy', 'cross-origin');
    serve(this.ports.pages.widget, request, reply);
  }
}

function servePage(page: PageFile | null, request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('content-security-policy', policy).header('referrer-policy', 'no-referrer');
  serve(page, request, reply);
}

/** Sends a file, unless the reader has it. */
export function serve(file: PageFile | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
  if (!file) throw new GatewayFault(404, 'route.unknown', 'There is nothing at this address.');
  void reply.header('cache-control', 'no-cache').header('etag', file.etag);
  if (request.headers['if-none-match'] === file.etag) void reply.code(304).send();
  else void reply.header('content-type', file.type).send(file.bytes);
}
