import { randomUUID } from 'node:crypto';
import { Ledger, type LedgerLine } from './ledger.ts';
import { Mishaps, type Behaviour } from './mishaps.ts';

export interface Transfer {
  readonly tenant: string;
  /** The idempotency key; null = the caller gives none. */
  readonly key: string | null;
  readonly amount: number;
  readonly to: string;
}

export type BankAnswer =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** No answer is ever given. */
  | { readonly kind: 'silent' };

/** Wherever the bank is: in this process or behind HTTP. Rejects or stays `silent` when nobody knows what happened. */
export interface BankDoor {
  transfer(transfer: Transfer, signal: AbortSignal): Promise<BankAnswer>;
}

/** A bank that moves money once for each key, remembers it over restarts, and can be slow, refuse, or lose its answer. */
export class Bank implements BankDoor {
  private readonly ledger: Ledger;
  private readonly mishaps = new Mishaps();
  private readonly known: Map<string, Promise<LedgerLine>>;

  private constructor(ledger: Ledger) {
    this.ledger = ledger;
    this.known = new Map(
      ledger.lines.flatMap((line) => (line.key === null ? [] : [[nameOf(line), Promise.resolve(line)] as const])),
    );
  }

  static async open(ledgerFile: string): Promise<Bank> {
    return new Bank(await Ledger.open(ledgerFile));
  }

  behave(change: Partial<Behaviour>): void {
    this.mishaps.behave(change);
  }

  lines(): readonly LedgerLine[] {
    return this.ledger.lines;
  }

  close(): Promise<void> {
    return this.ledger.close();
  }

  async transfer(transfer: Transfer): Promise<BankAnswer> {
    const mishap = this.mishaps.take();
    if (this.mishaps.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.mishaps.delayMs));
    if (mishap === 'refused') return { kind: 'refused', reason: 'The bank refuses this transfer.' };
    if (mishap === 'silent') return { kind: 'silent' };
    const line = await this.move(transfer);
    if (line.amount !== transfer.amount || line.to !== transfer.to) {
      return { kind: 'refused', reason: 'This key was used for another transfer.' };
    }
    return mishap === 'answer-lost' ? { kind: 'silent' } : { kind: 'done', id: line.id };
  }

  /** The transfer under this key, made now if it was not. */
  private move(transfer: Transfer): Promise<LedgerLine> {
    if (transfer.key === null) return this.write(transfer);
    const name = nameOf(transfer);
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const line = this.write(transfer);
    this.known.set(name, line);
    // A write that failed moved nothing: the key is free again.
    line.catch(() => this.known.delete(name));
    return line;
  }

  private async write({ tenant, key, amount, to }: Transfer): Promise<LedgerLine> {
    const line = { id: `t-${randomUUID().slice(0, 8)}`, tenant, key, amount, to };
    await this.ledger.append(line);
    return line;
  }
}

const nameOf = ({ tenant, key }: { readonly tenant: string; readonly key: string | null }): string =>
  `${tenant}\n${key}`;
