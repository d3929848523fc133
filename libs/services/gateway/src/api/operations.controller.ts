import { Body, Controller, Get, Inject, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { CallerTenant } from './caller.ts';
import { Route } from './route.ts';
import { failedPage, operationPage, redriveBody, redriven } from './schemas/operations.ts';
import { nextOf, pageQuery, type PageQuery } from './schemas/primitives.ts';

/** Work outside the machines, and what failed. */
@ApiTags('operations')
@Controller('v1')
@UseGuards(ApiKeyGuard)
export class OperationsController {
  private readonly ports: GatewayPorts;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.ports = ports;
  }

  @Get('operations')
  @Route({
    needs: 'operations:read',
    does: 'Lists operations that are waited for, by their deadlines.',
    answer: operationPage,
    refuses: ['cursor.invalid'],
  })
  async listOperations(
    @CallerTenant() tenant: string,
    @Query({ schema: pageQuery }) { limit = 0, cursor = '' }: PageQuery,
  ): Promise<z.infer<typeof operationPage>> {
    const { operations, next } = await this.ports.engine.listOperations({ tenant, limit, cursor });
    return { operations, next: nextOf(next) };
  }

  @Get('failed')
  @Route({
    needs: 'operations:read',
    does: 'Lists stimuli that failed, newest first; never what was said.',
    answer: failedPage,
    refuses: ['cursor.invalid'],
  })
  async listFailed(
    @CallerTenant() tenant: string,
    @Query({ schema: pageQuery }) { limit = 0, cursor = '' }: PageQuery,
  ): Promise<z.infer<typeof failedPage>> {
    const { failed, next } = await this.ports.engine.listFailed({ tenant, limit, cursor });
    const views = failed.map(({ code, kind, ...row }) => ({ ...row, code: code || null, kind: kind || null }));
    return { failed: views, next: nextOf(next) };
  }

  @Post('failed/redrive')
  @Route({
    needs: 'operations:write',
    does: "Tries a failed stimulus again, at today's place in its conversation.",
    answer: redriven,
    refuses: ['conversation.unknown', 'entry.unknown', 'entry.not-failed'],
    repeats: 'natural',
  })
  async redriveStimulus(
    @CallerTenant() tenant: string,
    @Body({ schema: redriveBody }) { conversation, seq, attempt }: z.infer<typeof redriveBody>,
  ): Promise<z.infer<typeof redriven>> {
    const done = await this.ports.chat.redriveStimulus({ tenant, conversation, seq, attempt });
    const { eventId, outcome, code } = done;
    return {
      ...{ eventId, settled: outcome !== '', seq: done.seq || null, outcome: outcome || null, code: code || null },
    };
  }
}
