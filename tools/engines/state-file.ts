import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ENGINES_FOLDER, type Engine, type EnginesState } from '@parley/testing';
import type { RunningEngine } from '@parley/testing/engines';

const path = join(ENGINES_FOLDER, 'engines.json');

/** Names the engine; null takes its name out, and the last one the file. */
export function note(kind: Engine, engine: RunningEngine | null): void {
  const { addresses, processes } = read();
  const { [kind]: _address, ...otherAddresses } = addresses;
  const { [kind]: _process, ...otherProcesses } = processes;
  if (engine === null) return write({ addresses: otherAddresses, processes: otherProcesses });
  write({
    addresses: { ...otherAddresses, [kind]: engine.address },
    processes: { ...otherProcesses, [kind]: { pid: engine.pid, startedAt: engine.startedAt } },
  });
}

function read(): EnginesState {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as EnginesState) : { addresses: {}, processes: {} };
}

/** Appears whole: a test that reads it meanwhile gets the one before. */
function write(state: EnginesState): void {
  if (Object.keys(state.addresses).length === 0) return rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
