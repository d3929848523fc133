import type { Integration } from '@parley/ports';
import { AdaptorsController } from './adaptors.controller.ts';

/** Everything that adaptors needs of the world. */
export interface AdaptorsPorts {
  readonly integrations: readonly Integration[];
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
}

/** The adaptors service, put together. */
export interface Adaptors {
  readonly service: AdaptorsController;
}

/** @throws when two integrations have one name */
export function createAdaptors({ integrations, now }: AdaptorsPorts): Adaptors {
  const byName = new Map(integrations.map((integration) => [integration.manifest.name, integration]));
  if (byName.size < integrations.length) throw new Error('Two integrations have one name.');
  return { service: new AdaptorsController({ integrations: byName, now }) };
}
