/** The protocol's name of an error, e.g. `MESSAGE_TOO_LARGE`, however deep kafkajs has wrapped it; null = it has none. */
export function protocolError(error: unknown): string | null {
  for (let at = error; typeof at === 'object' && at !== null; at = (at as { readonly cause?: unknown }).cause) {
    const { type } = at as { readonly type?: unknown };
    if (typeof type === 'string') return type;
  }
  return null;
}

/** Whether the broker did not take the password. */
export function isRefusal(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'KafkaJSSASLAuthenticationError') return true;
  }
  return false;
}

export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
