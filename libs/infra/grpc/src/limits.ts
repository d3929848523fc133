/** Both sides of a connection keep these; what is absent is as in `grpcDefaults`. */
export interface GrpcLimits {
  /** What one message may weigh, bytes; more is refused with `call.too-large`. */
  readonly maxMessageBytes: number;
  /** A connection on which nothing moved for so long is asked for a sign of life, ms … */
  readonly pingEveryMs: number;
  /** … and dropped if none comes within, ms. */
  readonly pingTimeoutMs: number;
}

export const grpcDefaults: GrpcLimits = {
  // A batch of 64 stimuli of 256 kB is 17 MB, a page of 30 entries of 1 MB is 30.
  maxMessageBytes: 32 * 1024 * 1024,
  pingEveryMs: 20_000,
  pingTimeoutMs: 5_000,
};

/** As grpc-js has them. */
export function limitOptions(limits: GrpcLimits): Readonly<Record<string, number>> {
  return {
    'grpc.max_send_message_length': limits.maxMessageBytes,
    'grpc.max_receive_message_length': limits.maxMessageBytes,
    'grpc.keepalive_time_ms': limits.pingEveryMs,
    'grpc.keepalive_timeout_ms': limits.pingTimeoutMs,
    'grpc.keepalive_permit_without_calls': 1,
  };
}
