import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { serve } from '../pages.controller.ts';
import { ApiDocs } from './api-docs.ts';
import { OpenTo } from './route.ts';

/** The page's own styles are written into it by its script; everything else is as strict as our other pages. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What the API is, and a page to try it. Nothing of it is anybody's, so it needs no key. */
@ApiExcludeController()
@OpenTo('everybody: it describes the API')
@Controller('v1')
export class ApiDocsController {
  private readonly docs: ApiDocs;

  constructor(@Inject(ApiDocs) docs: ApiDocs) {
    this.docs = docs;
  }

  @Get('openapi.json')
  openapi(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    serve(this.docs.document, request, reply);
  }

  @Get('docs')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('content-security-policy', policy).header('referrer-policy', 'no-referrer');
    serve(this.docs.files.get('index.html'), request, reply);
  }

  @Get('docs/:name')
  asset(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    serve(this.docs.files.get(name), request, reply);
  }
}
