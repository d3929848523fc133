import { Controller, Get, HttpCode, Inject, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import type { Client, FlowService } from '@parley/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiKeyGuard, CallerTenant, Needs } from './caller.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { GatewayFault } from './problem.ts';
import { readBody } from './read-body.ts';

const draftBody = z.object({ text: z.string().min(1) });
const checkBody = z.object({ text: z.string().min(1).optional() });
const defaultBody = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** A tenant's flows: draft, check, publish, default. */
@Controller('v1/flows/:flow')
@UseGuards(ApiKeyGuard)
export class FlowsController {
  private readonly flows: Client<FlowService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.flows = ports.flows;
  }

  @Needs('flows:write')
  @Put('draft')
  async saveDraft(
    @CallerTenant() tenant: string,
    @Param('flow') flow: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { text } = readBody(draftBody, request.body);
    return this.flows.saveDraft({ tenant, flow: known(flow), text });
  }

  @Needs('flows:read')
  @Post('check')
  @HttpCode(200)
  async check(
    @CallerTenant() tenant: string,
    @Param('flow') flow: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { text } = readBody(checkBody, request.body);
    const { problems, hash } = await this.flows.checkFlow({ tenant, flow: known(flow), text });
    return { ok: problems.every(({ severity }) => severity === 'warning'), hash, problems };
  }

  @Needs('flows:write')
  @Post('publish')
  @HttpCode(200)
  async publish(@CallerTenant() tenant: string, @Param('flow') flow: string): Promise<object> {
    const { hash, publishedAt, problems } = await this.flows.publishFlow({ tenant, flow: known(flow) });
    if (hash === '')
      throw new GatewayFault(422, 'flow.invalid', 'The draft has faults; nothing was published.', { problems });
    return { hash, publishedAt, problems };
  }

  @Needs('flows:write')
  @Put('default')
  async setDefault(
    @CallerTenant() tenant: string,
    @Param('flow') flow: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { hash } = readBody(defaultBody, request.body);
    await this.flows.setDefaultVersion({ tenant, flow: known(flow), hash });
    return { hash };
  }

  @Needs('flows:read')
  @Get()
  async get(@CallerTenant() tenant: string, @Param('flow') flow: string): Promise<object> {
    const { draft = null, draftSavedAt, defaultVersion } = await this.flows.getFlow({ tenant, flow: known(flow) });
    return { flow, draft, draftSavedAt, defaultVersion: defaultVersion ?? null };
  }

  @Needs('flows:read')
  @Get('versions')
  async versions(@CallerTenant() tenant: string, @Param('flow') flow: string): Promise<object> {
    const { versions, defaultHash } = await this.flows.listFlowVersions({ tenant, flow: known(flow) });
    return { versions: versions.map(({ hash, publishedAt }) => ({ hash, publishedAt })), defaultHash };
  }
}

function known(flow: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(flow)) return flow;
  throw new GatewayFault(400, 'flow.invalid-id', "A flow's id is 1 to 63 of a–z, 0–9 and `-`.");
}
