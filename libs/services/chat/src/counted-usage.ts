import { GetUsageResponse } from '@parley/contracts';
import type { CacheKind } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';

/** Counting reads all of a tenant's conversations: done once a minute, for all instances. */
const usages: CacheKind<GetUsageResponse> = {
  name: 'usage.v1',
  ttlMs: 60_000,
  shared: {
    write: (usage) => Buffer.from(GetUsageResponse.encode(usage).finish()).toString('base64'),
    read: readUsage,
  },
};

/** What a tenant has stored, as it was within the last minute. */
export function countedUsage(
  { cache, figures, now }: Pick<ChatPorts, 'cache' | 'figures' | 'now'>,
  tenant: string,
): Promise<GetUsageResponse> {
  return cache.read(usages, { tenant, key: 'all' }, async () => {
    const countedAt = now();
    const { byStatus, ...usage } = await figures.usage(tenant);
    return { ...usage, byStatus: { ...byStatus }, countedAt };
  });
}

function readUsage(text: string): GetUsageResponse | undefined {
  try {
    return GetUsageResponse.decode(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
}
