import { Channel, type FindAnswer, type OutboundReply, type Pace, type SendAnswer } from './channel.ts';

export interface MemoryChannelOptions {
  /** Whether replies that were sent can be looked for. */
  readonly searchable?: boolean;
  readonly pace?: Pace;
}

/** A channel whose far side is a list: what a person would have seen, and answers arranged beforehand. */
export class MemoryChannel extends Channel {
  readonly name = 'memory';
  readonly needsPlace = false;
  readonly secrets: readonly string[] = [];
  readonly deduplicates: boolean;
  /** What the person sees, in order. */
  readonly shown: OutboundReply[] = [];
  /** Ids of the replies that were looked for. */
  readonly sought: string[] = [];
  private readonly searchable: boolean;
  private readonly ownPace: Pace | null;
  private readonly arranged: { readonly answer: SendAnswer; readonly shows: boolean }[] = [];

  constructor(deduplicates = true, { searchable = true, pace }: MemoryChannelOptions = {}) {
    super();
    this.deduplicates = deduplicates;
    this.searchable = searchable;
    this.ownPace = pace ?? null;
  }

  /** The next send answers this instead; it shows nothing, unless told: then only the answer was lost. */
  arrange(answer: Exclude<SendAnswer, { readonly kind: 'sent' }>, shows = false): void {
    this.arranged.push({ answer, shows });
  }

  override pace(): Pace | null {
    return this.ownPace;
  }

  override send(reply: OutboundReply): Promise<SendAnswer> {
    const arranged = this.arranged.shift();
    if (arranged && !arranged.shows) return Promise.resolve(arranged.answer);
    if (!this.deduplicates || !this.isShown(reply)) this.shown.push(reply);
    return Promise.resolve(arranged?.answer ?? { kind: 'sent', vendorId: vendorIdOf(reply) });
  }

  override find(reply: OutboundReply): Promise<FindAnswer> {
    this.sought.push(reply.reply);
    if (!this.searchable) return Promise.resolve({ kind: 'unsearchable' });
    return Promise.resolve(this.isShown(reply) ? { kind: 'found', vendorId: vendorIdOf(reply) } : { kind: 'absent' });
  }

  private isShown({ reply }: OutboundReply): boolean {
    return this.shown.some((shown) => shown.reply === reply);
  }
}

const vendorIdOf = ({ reply }: OutboundReply): string => `memory-${reply}`;
