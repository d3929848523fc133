import type { MethodDefinition, ServiceDefinition } from '@parley/contracts';
import { limitOptions, type GrpcLimits } from './limits.ts';

export interface RetryLimits {
  /** With the first one: 2 to 5; 1 = never again. */
  readonly attempts: number;
  /** Before the second attempt, ms; doubled before each further one, ± 20 %. */
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
}

export interface ChannelLimits extends GrpcLimits {
  readonly retry: RetryLimits;
  /** Between attempts to connect, ms: the first pause, and the longest. */
  readonly reconnect: { readonly firstMs: number; readonly maxMs: number };
}

/** How grpc-js calls a service: over every address in turn, again only what may be repeated, connected again within seconds. */
export function channelOptions(definition: ServiceDefinition, limits: ChannelLimits): Record<string, number | string> {
  return {
    ...limitOptions(limits),
    'grpc.service_config': JSON.stringify(serviceConfig(definition, limits.retry)),
    // What may be repeated is said by the contract, not by whoever answers for our DNS zone.
    'grpc.service_config_disable_resolution': 1,
    'grpc.enable_http_proxy': 0,
    // Figures that nobody reads. (A server keeps them: without, grpc-js 1.14 does not cut its connections when it is closed.)
    'grpc.enable_channelz': 0,
    'grpc.initial_reconnect_backoff_ms': limits.reconnect.firstMs,
    'grpc.max_reconnect_backoff_ms': limits.reconnect.maxMs,
    'grpc.dns_min_time_between_resolutions_ms': limits.reconnect.maxMs,
    // A request is kept until it is answered: the default of 1 MB would not repeat a batch.
    'grpc.per_rpc_retry_buffer_size': limits.maxMessageBytes,
    'grpc.retry_buffer_size': 2 * limits.maxMessageBytes,
  };
}

function serviceConfig(definition: ServiceDefinition, retry: RetryLimits): object {
  const methods = Object.values(definition.methods)
    .filter(isRepeatable)
    .map(({ name }) => ({ service: definition.fullName, method: name }));
  const retries = methods.length > 0 && retry.attempts > 1;
  return {
    loadBalancingConfig: [{ round_robin: {} }],
    methodConfig: retries ? [{ name: methods, retryPolicy: retryPolicy(retry) }] : [],
  };
}

/** What the contract says may be asked again, but for streams: only their readers know where they were. */
export const isRepeatable = ({ options, responseStream }: MethodDefinition): boolean =>
  options.idempotencyLevel !== undefined && !responseStream;

const retryPolicy = ({ attempts, firstPauseMs, maxPauseMs }: RetryLimits): object => ({
  maxAttempts: attempts,
  initialBackoff: seconds(firstPauseMs),
  maxBackoff: seconds(maxPauseMs),
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
});

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(3)}s`;
