import type { Findings } from '../findings.ts';
import type { AuthoredFlow } from '../format/authored.ts';
import type { StateTree } from '../tree/state-tree.ts';

/** What a check looks at, and where it tells its findings. */
export interface Checking {
  readonly flow: AuthoredFlow;
  readonly tree: StateTree;
  readonly findings: Findings;
  /** What adapters offer; absent = not known here, their names are not checked. */
  readonly manifests?: readonly AdapterManifest[];
}

/** An adapter's operations, as @parley/ports' IntegrationManifest tells them. */
export interface AdapterManifest {
  readonly name: string;
  readonly operations: Readonly<Record<string, AdapterOperation>>;
}

export interface AdapterOperation {
  readonly safe: boolean;
  readonly keysKeptMs: number | null;
  readonly input: Readonly<Record<string, 'string' | 'number' | 'bool' | 'any'>>;
}
