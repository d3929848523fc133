import type { Rules } from '@parley/conversation';
import type { ConnectionDirectory } from '@parley/service-kit';
import type { FlowLibrary } from './flow-library.ts';

/** What a new episode on a connection runs now; null = nothing is published, or the connection is unknown. */
export function rulesOfConnection(
  directory: ConnectionDirectory,
  library: FlowLibrary,
  tenant: string,
  connection: string,
): Rules | null | Promise<Rules | null> {
  const known = directory.peek(connection);
  if (known !== undefined) return known?.tenant === tenant ? library.defaultVersion(tenant, known.flow) : null;
  return directory
    .find(connection)
    .then((found) => (found?.tenant === tenant ? library.defaultVersion(tenant, found.flow) : null));
}
