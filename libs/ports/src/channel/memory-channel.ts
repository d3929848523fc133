import { Channel, type OutboundReply, type SendAnswer } from './channel.ts';

/** A channel whose far side is a list: what a person would have seen, and answers arranged beforehand. */
export class MemoryChannel extends Channel {
  readonly name = 'memory';
  readonly deduplicates: boolean;
  /** What the person sees, in order. */
  readonly shown: OutboundReply[] = [];
  private readonly arranged: SendAnswer[] = [];

  constructor(deduplicates = true) {
    super();
    this.deduplicates = deduplicates;
  }

  /** The next send answers this instead, and shows nothing. */
  arrange(answer: Exclude<SendAnswer, { readonly kind: 'sent' }>): void {
    this.arranged.push(answer);
  }

  override send(reply: OutboundReply): Promise<SendAnswer> {
    const arranged = this.arranged.shift();
    if (arranged) return Promise.resolve(arranged);
    const known = this.shown.some((shown) => shown.reply === reply.reply);
    if (!known || !this.deduplicates) this.shown.push(reply);
    return Promise.resolve({ kind: 'sent', vendorId: `memory-${reply.reply}` });
  }
}
