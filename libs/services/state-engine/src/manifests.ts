import type { AdaptorsService, Client, ManifestOperation, ModelOrchestratorService } from '@parley/contracts';
import { MODEL_ADAPTER, type AdapterManifest, type AdapterOperation } from '@parley/flow';

/** A model's answer is only advice: asking again changes nothing. */
const modelOperation: AdapterOperation = {
  safe: true,
  keysKeptMs: null,
  input: { text: 'string', language: 'string', intents: 'any' },
};

/** What integrations and models offer, asked for once and again when a name is unknown or the answer is old. */
export class Manifests {
  private known: { readonly manifests: readonly AdapterManifest[]; readonly at: number } | null = null;
  private readonly adaptors: Client<AdaptorsService>;
  private readonly models: Client<ModelOrchestratorService>;
  private readonly now: () => number;

  constructor(ports: {
    readonly adaptors: Client<AdaptorsService>;
    readonly models: Client<ModelOrchestratorService>;
    readonly now: () => number;
  }) {
    this.adaptors = ports.adaptors;
    this.models = ports.models;
    this.now = ports.now;
  }

  async all(): Promise<readonly AdapterManifest[]> {
    if (this.known === null || this.now() - this.known.at > maxAgeMs) await this.ask();
    return this.known?.manifests ?? [];
  }

  /** @param adapter `<integration>.<operation>`; null = there is none of this name. */
  async operation(adapter: string): Promise<AdapterOperation | null> {
    const found = find(await this.all(), adapter);
    if (found !== null) return found;
    await this.ask();
    return find(this.known?.manifests ?? [], adapter);
  }

  private async ask(): Promise<void> {
    const [{ manifests }, { models }] = await Promise.all([
      this.adaptors.listManifests({}),
      this.models.listModels({}),
    ]);
    const integrations = manifests.map(({ name, operations }) => ({
      name,
      operations: Object.fromEntries(operations.map((operation) => [operation.name, toOperation(operation)])),
    }));
    const model = { name: MODEL_ADAPTER, operations: Object.fromEntries(models.map((name) => [name, modelOperation])) };
    this.known = { manifests: [...integrations, model], at: this.now() };
  }
}

const maxAgeMs = 60_000;

function find(manifests: readonly AdapterManifest[], adapter: string): AdapterOperation | null {
  const [integration, operation = ''] = adapter.split('.');
  const operations = manifests.find(({ name }) => name === integration)?.operations ?? {};
  return Object.hasOwn(operations, operation) ? (operations[operation] ?? null) : null;
}

function toOperation({ safe, keysKeptMs, input }: ManifestOperation): AdapterOperation {
  return { safe, keysKeptMs: keysKeptMs ?? null, input: input as AdapterOperation['input'] };
}
