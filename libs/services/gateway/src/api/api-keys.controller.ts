import { Body, Controller, Delete, Get, Inject, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Client, SecurityService } from '@parley/contracts';
import type { z } from 'zod';
import { GatewayPorts } from '../gateway-ports.ts';
import { ApiKeyGuard } from './api-key.guard.ts';
import { CallerScopes, CallerTenant } from './caller.ts';
import { Route } from './route.ts';
import { keyId, nextOf, pageQuery, type PageQuery } from './schemas/primitives.ts';
import { apiKeyMade, apiKeyPage, apiKeyRotated, newApiKey, rotation } from './schemas/tenants.ts';
import { viewKey, viewKeyMade } from './views-of-keys.ts';

/** A tenant's own keys. */
@ApiTags('api-keys')
@Controller('v1/api-keys')
@UseGuards(ApiKeyGuard)
export class ApiKeysController {
  private readonly security: Client<SecurityService>;

  constructor(@Inject(GatewayPorts) ports: GatewayPorts) {
    this.security = ports.security;
  }

  @Post()
  @Route({
    needs: 'api-keys:write',
    does: 'Makes a key. It is shown this once, and may do no more than the key that asks.',
    status: 201,
    answer: apiKeyMade,
    refuses: ['api-key.invalid', 'auth.scope-missing'],
    repeats: 'stored',
  })
  async createApiKey(
    @CallerTenant() tenant: string,
    @CallerScopes() grantedBy: string[],
    @Body({ schema: newApiKey }) wanted: z.infer<typeof newApiKey>,
  ): Promise<z.infer<typeof apiKeyMade>> {
    return viewKeyMade(await this.security.createApiKey({ tenant, ...wanted, grantedBy }));
  }

  @Get()
  @Route({ needs: 'api-keys:read', does: 'Lists keys, newest first; never their secrets.', answer: apiKeyPage })
  async listApiKeys(
    @CallerTenant() tenant: string,
    @Query({ schema: pageQuery }) { limit = 0, cursor = '' }: PageQuery,
  ): Promise<z.infer<typeof apiKeyPage>> {
    const { apiKeys, next } = await this.security.listApiKeys({ tenant, limit, cursor });
    return { apiKeys: apiKeys.map(viewKey), next: nextOf(next) };
  }

  @Post(':key/rotate')
  @Route({
    needs: 'api-keys:write',
    does: 'Makes a key like another, which ends after the overlap.',
    status: 201,
    answer: apiKeyRotated,
    refuses: ['api-key.unknown', 'auth.scope-missing'],
    repeats: 'stored',
  })
  async rotateApiKey(
    @CallerTenant() tenant: string,
    @CallerScopes() grantedBy: string[],
    @Param('key', { schema: keyId }) key: string,
    @Body({ schema: rotation }) { overlapSeconds }: z.infer<typeof rotation>,
  ): Promise<z.infer<typeof apiKeyRotated>> {
    const overlapMs = overlapSeconds * 1_000;
    const made = await this.security.rotateApiKey({ tenant, keyId: key, overlapMs, grantedBy });
    return { apiKey: made.apiKey, key: viewKey(made.key), oldExpiresAt: made.oldExpiresAt };
  }

  @Delete(':key')
  @Route({ needs: 'api-keys:write', does: 'Ends a key now.', status: 204, refuses: ['api-key.unknown'] })
  async revokeApiKey(@CallerTenant() tenant: string, @Param('key', { schema: keyId }) key: string): Promise<void> {
    await this.security.revokeApiKey({ tenant, keyId: key });
  }
}
