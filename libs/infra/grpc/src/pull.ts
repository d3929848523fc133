import type { ServerWritableStream } from '@grpc/grpc-js';
import { SourceReader } from '@parley/contracts';
import { Observable } from 'rxjs';

/**
 * An Observable of which each page is made only when the connection takes it. Nest writes what an Observable emits and keeps
 * what the connection does not take: a source that is faster than its reader would fill the memory.
 */
export function pull(
  call: ServerWritableStream<unknown, unknown>,
  work: (write: (page: unknown) => Promise<void>, reader: SourceReader) => Promise<void>,
): Observable<unknown> {
  return new Observable((subscriber) => {
    const reader = new SourceReader();
    const write = async (page: unknown): Promise<void> => {
      subscriber.next(page);
      if (call.writableNeedDrain) await drained(call);
    };
    work(write, reader).then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
    // Unsubscribed: the caller has gone, or all is said.
    return () => reader.stop();
  });
}

/** Resolves when the connection takes more, or nobody is there any more. */
function drained(call: ServerWritableStream<unknown, unknown>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done).off('cancelled', done).off('close', done);
      resolve();
    };
    call.on('drain', done).on('cancelled', done).on('close', done);
  });
}
