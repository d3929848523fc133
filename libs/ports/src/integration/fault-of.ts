import type { IntegrationCall, IntegrationManifest } from './integration.ts';

/** Why the manifest does not take this call; null = it does. */
export function faultOf(
  manifest: IntegrationManifest,
  call: Pick<IntegrationCall, 'operation' | 'input'>,
): string | null {
  if (!Object.hasOwn(manifest.operations, call.operation)) return `${manifest.name} has no operation ${call.operation}`;
  const wanted = manifest.operations[call.operation]?.input ?? {};
  for (const [name, type] of Object.entries(wanted)) {
    if (!Object.hasOwn(call.input, name)) return `${call.operation} wants ${name}`;
    const given = typeof call.input[name] === 'boolean' ? 'bool' : typeof call.input[name];
    if (type !== 'any' && given !== type) return `${call.operation} wants ${name} to be a ${type}, not a ${given}`;
  }
  const strange = Object.keys(call.input).find((name) => !Object.hasOwn(wanted, name));
  return strange === undefined ? null : `${call.operation} takes no ${strange}`;
}
