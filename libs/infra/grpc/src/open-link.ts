import type { Client, ServiceDefinition } from '@parley/contracts';
import type { Kit } from '@parley/service-kit';
import { linkOverGrpc, type LinkOptions } from './link-over-grpc.ts';

/** A line to another service for as long as this one runs, named in `/readyz`. */
export function openLink<Service extends object>(
  { watch, drain }: Pick<Kit, 'watch' | 'drain'>,
  name: string,
  definition: ServiceDefinition,
  options: LinkOptions,
): Client<Service> {
  const link = linkOverGrpc<Service>(definition, options);
  watch(name, () => link.check());
  drain.add(`the line to ${name}`, () => link.close());
  return link;
}
