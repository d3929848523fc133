import type { ParleyConfig } from './config.ts';

/** A start that failed, as a sentence that says what to do. */
export function explain(error: unknown, config: Pick<ParleyConfig, 'host' | 'port' | 'dataFolder'>): string {
  const { code, message = String(error), name } = (error ?? {}) as { code?: string; message?: string; name?: string };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${config.port} on ${config.host} is taken by another program. Stop that one, or choose another port: PORT=4001 npm start`;
    case 'EACCES':
    case 'EPERM':
      return `Parley may not do that here (${message}). Choose a data folder that is yours with PARLEY_DATA, and a port above 1023.`;
    case 'EADDRNOTAVAIL':
      return `${config.host} is no address of this machine. Set HOST to one that is, such as 127.0.0.1.`;
    case 'ENOSPC':
    case '53100':
      return `The disk that holds ${config.dataFolder} is full. Free some space, then start again: nothing acknowledged is lost.`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case '28P01':
    case '3D000':
      return `The database of DATABASE_URL cannot be used (${message}). Start it, or mend the address.`;
    default:
      // A sentence for the operator has been written where the trouble was found.
      return name === 'PostgresProblem' || name === 'StartProblem' ? message : withStack(error);
  }
}

function withStack(error: unknown): string {
  return `Parley could not start. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
