import type { ChatService, Client } from '@parley/contracts';
import type { PostgresTenantRecords } from '@parley/postgres';

/** What is kept of a tenant by all services: here in PostgreSQL, and by chat wherever it keeps it. */
export class EveryRecord {
  constructor(
    private readonly own: PostgresTenantRecords,
    private readonly chat: Client<ChatService>,
  ) {}

  close(tenant: string): Promise<void> {
    return this.own.close(tenant);
  }

  destroyKeys(tenant: string): Promise<void> {
    return this.own.destroyKeys(tenant);
  }

  async erase(tenant: string, most: number): Promise<number> {
    const [own, { gone }] = await Promise.all([
      this.own.erase(tenant, most),
      this.chat.eraseTenantRecords({ tenant, most }),
    ]);
    return own + gone;
  }

  async isAnyLeft(tenant: string): Promise<boolean> {
    const [own, { anyLeft }] = await Promise.all([
      this.own.isAnyLeft(tenant),
      this.chat.eraseTenantRecords({ tenant, most: 1 }),
    ]);
    return own || anyLeft;
  }
}
