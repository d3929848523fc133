/** Genuine webhooks of a shape that we do not know: kept sealed under the tenant's key, with a retention. */
export abstract class Quarantine {
  abstract keep(item: QuarantinedBody): Promise<void>;
  abstract list(tenant: string, limit: number): Promise<readonly QuarantinedBody[]>;
}

export interface QuarantinedBody {
  readonly id: string;
  readonly tenant: string;
  readonly connection: string;
  readonly reason: string;
  readonly sealed: Uint8Array;
  readonly receivedAt: number;
}
