import type { Rate } from '@parley/ports';
import { ServiceFault } from '@parley/contracts';
import type { FastifyReply } from 'fastify';
import type { GatewayPorts } from '../gateway-ports.ts';

/** Who is counted together: a key in one of its roles. */
export type ApiRole = 'platform' | 'tenant-read' | 'tenant-write';

/** Requests of one key. */
export const apiRates: Readonly<Record<ApiRole, Rate>> = {
  platform: { perSecond: 50, burst: 200 },
  'tenant-read': { perSecond: 200, burst: 1_000 },
  'tenant-write': { perSecond: 100, burst: 500 },
};

/** Counts requests by role and key, and says in every answer how many are left (draft-ietf-httpapi-ratelimit-headers). */
export class ApiRates {
  private readonly ports: Pick<GatewayPorts, 'rates' | 'now' | 'apiRates'>;

  constructor(ports: Pick<GatewayPorts, 'rates' | 'now' | 'apiRates'>) {
    this.ports = ports;
  }

  /** @throws ServiceFault where the bucket is empty */
  async take(role: ApiRole, keyId: string, reply: FastifyReply): Promise<void> {
    const rate = this.ports.apiRates?.[role] ?? apiRates[role];
    const answer = await this.ports.rates.take(`api:${role}:${keyId}`, rate, this.ports.now());
    const left = answer.allowed ? answer.left : 0;
    const fullInSeconds = Math.ceil((rate.burst - left) / rate.perSecond);
    void reply.header('ratelimit-policy', `"${role}";q=${rate.burst};w=${Math.ceil(rate.burst / rate.perSecond)}`);
    void reply.header('ratelimit', `"${role}";r=${left};t=${fullInSeconds}`);
    if (answer.allowed) return;
    throw new ServiceFault('RESOURCE_EXHAUSTED', 'rate.api', 'Too many requests of this key.', answer.retryInMs);
  }
}
