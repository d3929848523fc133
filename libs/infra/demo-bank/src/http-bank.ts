import type { BankAnswer, BankDoor, Transfer } from './bank.ts';

/** The bank in a process of its own. */
export class HttpBank implements BankDoor {
  private readonly url: string;

  /** @param url of `serveBank` */
  constructor(url: string) {
    this.url = url.replace(/\/$/, '');
  }

  async transfer({ tenant, key, amount, to }: Transfer, signal: AbortSignal): Promise<BankAnswer> {
    const response = await fetch(`${this.url}/transfers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) },
      body: JSON.stringify({ tenant, amount, to }),
      signal,
    });
    const body = (await response.json()) as { readonly id?: unknown; readonly reason?: unknown };
    if (response.status === 200 && typeof body.id === 'string') return { kind: 'done', id: body.id };
    if (response.status === 422) return { kind: 'refused', reason: String(body.reason) };
    throw new Error(`The bank answered ${response.status}.`);
  }
}
