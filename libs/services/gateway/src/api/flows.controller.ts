import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Client, FlowService, FlowVersion } from '@parley/contracts';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { GatewayFault } from '../problem.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { CallerTenant, IfMatch } from './caller.ts';
import { pageOf } from './page-of.ts';
import { Route } from './route.ts';
import {
  checkBody,
  checked,
  defaultBody,
  defaultSet,
  draftBody,
  draftSaved,
  flowPage,
  flowView,
  published,
  versionList,
  versionWithText,
} from './schemas/flows.ts';
import { flowId, nextOf, pageQuery, versionHash, type PageQuery } from './schemas/primitives.ts';

/** A tenant's flows: draft, check, publish, default, versions. */
@ApiTags('flows')
@Controller('v1/flows')
@UseGuards(ApiKeyGuard)
export class FlowsController {
  private readonly flows: Client<FlowService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.flows = ports.flows;
  }

  @Get()
  @Route({ needs: 'flows:read', does: 'Lists flows in order of their ids.', answer: flowPage })
  async listFlows(
    @CallerTenant() tenant: string,
    @Query({ schema: pageQuery }) { limit = 0, cursor = '' }: PageQuery,
  ): Promise<z.infer<typeof flowPage>> {
    const { flows, next } = await this.flows.listFlows({ tenant, limit, cursor });
    const views = flows.map(({ flow, draftSavedAt, defaultHash }) => ({
      flow,
      draftSavedAt: draftSavedAt || null,
      defaultHash: defaultHash || null,
    }));
    return { flows: views, next: nextOf(next) };
  }

  @Get(':flow')
  @Route({
    needs: 'flows:read',
    does: 'A flow: its draft and the version that new episodes run.',
    answer: flowView,
    refuses: ['flow.unknown'],
    hasVersion: true,
  })
  async getFlow(
    @CallerTenant() tenant: string,
    @Param('flow', { schema: flowId }) flow: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof flowView>> {
    const { draft = null, draftSavedAt, defaultVersion, etag } = await this.flows.getFlow({ tenant, flow });
    void reply.header('etag', `"${etag}"`);
    const version = defaultVersion === undefined ? null : viewVersion(defaultVersion);
    return { flow, draft, draftSavedAt: draftSavedAt || null, defaultVersion: version };
  }

  @Put(':flow/draft')
  @Route({
    needs: 'flows:write',
    does: 'Saves a draft, right or wrong.',
    answer: draftSaved,
    hasVersion: true,
  })
  async saveDraft(
    @CallerTenant() tenant: string,
    @Param('flow', { schema: flowId }) flow: string,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: draftBody }) { text }: z.infer<typeof draftBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof draftSaved>> {
    const { hash, savedAt, etag } = await this.flows.saveDraft({ tenant, flow, text, ifMatch });
    void reply.header('etag', `"${etag}"`);
    return { hash, savedAt };
  }

  @Post(':flow/check')
  @Route({
    needs: 'flows:read',
    does: 'Checks a text, or the draft, and tells every problem at its place.',
    answer: checked,
    refuses: ['flow.unknown'],
  })
  async checkFlow(
    @CallerTenant() tenant: string,
    @Param('flow', { schema: flowId }) flow: string,
    @Body({ schema: checkBody }) { text }: z.infer<typeof checkBody>,
  ): Promise<z.infer<typeof checked>> {
    const { problems, hash } = await this.flows.checkFlow({ tenant, flow, text });
    return { ok: problems.every(({ severity }) => severity === 'warning'), hash, problems };
  }

  @Post(':flow/publish')
  @Route({
    needs: 'flows:write',
    does: 'Publishes the draft, if it has no error. The same text is the same version.',
    answer: published,
    refuses: ['flow.unknown', 'flow.invalid'],
    repeats: 'stored',
  })
  async publishFlow(
    @CallerTenant() tenant: string,
    @Param('flow', { schema: flowId }) flow: string,
  ): Promise<z.infer<typeof published>> {
    const { hash, publishedAt, problems } = await this.flows.publishFlow({ tenant, flow });
    if (hash !== '') return { hash, publishedAt, problems };
    throw new GatewayFault(422, 'flow.invalid', 'The draft has faults; nothing was published.', { problems });
  }

  @Put(':flow/default')
  @Route({
    needs: 'flows:write',
    does: 'Names the version that new episodes run; live conversations keep theirs.',
    answer: defaultSet,
    refuses: ['flow.no-such-version'],
    hasVersion: true,
  })
  async setDefaultVersion(
    @CallerTenant() tenant: string,
    @Param('flow', { schema: flowId }) flow: string,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: defaultBody }) { hash }: z.infer<typeof defaultBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof defaultSet>> {
    const { etag } = await this.flows.setDefaultVersion({ tenant, flow, hash, ifMatch });
    void reply.header('etag', `"${etag}"`);
    return { hash };
  }

  @Get(':flow/versions')
  @Route({
    needs: 'flows:read',
    does: 'Lists published versions, newest first; archived ones last.',
    answer: versionList,
  })
  async listVersions(
    @CallerTenant() tenant: string,
    @Param('flow', { schema: flowId }) flow: string,
    @Query({ schema: pageQuery }) query: PageQuery,
  ): Promise<z.infer<typeof versionList>> {
    const { versions, defaultHash } = await this.flows.listFlowVersions({ tenant, flow });
    const { rows, next } = pageOf(versions, ({ hash }) => hash, query);
    const views = rows.map(({ hash, publishedAt, archivedAt = null }) => ({ hash, publishedAt, archivedAt }));
    return { versions: views, defaultHash: defaultHash || null, next };
  }

  @Get(':flow/versions/:hash')
  @Route({
    needs: 'flows:read',
    does: 'A published version with its text.',
    answer: versionWithText,
    refuses: ['flow.no-such-version'],
  })
  async getVersion(
    @CallerTenant() tenant: string,
    @Param('flow', { schema: flowId }) flow: string,
    @Param('hash', { schema: versionHash }) hash: string,
  ): Promise<z.infer<typeof versionWithText>> {
    const { version } = await this.flows.getFlowVersion({ tenant, flow, hash });
    if (version !== undefined) return viewVersion(version);
    throw new GatewayFault(404, 'flow.no-such-version', 'There is no such version of this flow.');
  }

  @Delete(':flow/versions/:hash')
  @Route({
    needs: 'flows:write',
    does: 'Archives a version: it cannot become the default; conversations that run it go on.',
    status: 204,
    refuses: ['flow.no-such-version', 'flow.version-in-use'],
  })
  async archiveVersion(
    @CallerTenant() tenant: string,
    @Param('flow', { schema: flowId }) flow: string,
    @Param('hash', { schema: versionHash }) hash: string,
  ): Promise<void> {
    await this.flows.archiveFlowVersion({ tenant, flow, hash });
  }
}

function viewVersion({ hash, publishedAt, text, archivedAt }: FlowVersion): z.infer<typeof versionWithText> {
  return { hash, publishedAt, text, archivedAt: archivedAt ?? null };
}
