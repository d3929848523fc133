/** The context under which a stimulus is sealed for the log: who opens it must name the same tenant, conversation and event. */
export function stimulusContext(record: {
  readonly tenant: string;
  readonly conversation: string;
  readonly eventId: string;
}): string {
  return `stimulus:${record.tenant}:${record.conversation}:${record.eventId}`;
}

/** The context under which a connection's secrets are sealed with the tenant's key. */
export function connectionSecretsContext(tenant: string, connection: string): string {
  return `connection-secrets:${tenant}\n${connection}`;
}
