import type { Client } from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';

/** Readiness is asked often, and by somebody who waits. */
const withinMs = 1_000;

/** Asks grpc.health.v1 of an instance. @throws Error with a sentence when it does not serve */
export function checkHealth(client: Client, service: string): Promise<void> {
  const { path, requestSerialize, responseDeserialize } = healthService['Check'] as (typeof healthService)[string];
  const options = { deadline: Date.now() + withinMs };
  return new Promise((resolve, reject) => {
    const settle = (problem: string | null): void => (problem === null ? resolve() : reject(new Error(problem)));
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { service },
      new Metadata(),
      options,
      (error, answer) => {
        if (error) settle(sentences[error.code] ?? 'cannot be reached');
        else
          settle(
            (answer as { readonly status?: string } | undefined)?.status === 'SERVING'
              ? null
              : 'does not take calls now',
          );
      },
    );
  });
}

const sentences: Readonly<Partial<Record<status, string>>> = {
  [status.NOT_FOUND]: 'is not served there',
  [status.DEADLINE_EXCEEDED]: `did not answer within ${withinMs} ms`,
};
