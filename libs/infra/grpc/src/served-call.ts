import type { ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import type { CallScope } from '@parley/contracts';

export type IncomingCall = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>;

/** A call that is being answered here, as the calls made for it see it. */
export class ServedCall implements CallScope {
  readonly deadline: number;
  private over = false;
  private cut = false;
  private aborting: AbortController | undefined;

  constructor(call: IncomingCall) {
    const deadline = call.getDeadline();
    this.deadline = typeof deadline === 'number' ? deadline : deadline.getTime();
    this.cut = call.cancelled;
    // grpc-js emits it after every call, answered ones too.
    call.on('cancelled', () => this.end());
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Made when first asked for: most calls make none of their own. */
  get signal(): AbortSignal {
    this.aborting ??= new AbortController();
    if (this.cut) this.aborting.abort();
    return this.aborting.signal;
  }

  /** There is an answer: what the service still does is not for this call. */
  answered(): void {
    this.over = true;
  }

  private end(): void {
    if (this.over) return;
    this.cut = true;
    this.aborting?.abort();
  }
}
