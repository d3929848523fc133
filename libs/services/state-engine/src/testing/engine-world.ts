import { readFileSync } from 'node:fs';
import {
  linkInProcess,
  OutcomeKind,
  projectionFromWire,
  StateEngineServiceDefinition,
  stimulusContext,
  type CallIntegrationRequest,
  type Client,
  type InboundStimulus,
  type Outcome,
  type StateEngineService,
} from '@parley/contracts';
import type { Entry, MessageRow, Rules } from '@parley/conversation';
import { canonicalBytes, readCanonical, type EventId, type Stimulus, type StimulusBody } from '@parley/message';
import {
  MemoryCache,
  MemoryConversationKeys,
  MemoryEventLog,
  MemoryFlowCatalogue,
  MemoryFlows,
  MemoryWorkLists,
  MemoryJournal,
  MemoryMessages,
  MemoryOperations,
  MemorySealing,
  MemoryStore,
  MemoryTenants,
  MemoryWakeUps,
  newFlowsStore,
  newTenantsStore,
  type Messages,
  type Sealing,
} from '@parley/ports';
import { ConnectionDirectory, storedKeyring, newTenantKeys } from '@parley/service-kit';
import { engineDefaults, type EngineConfig } from '../config.ts';
import type { EnginePorts } from '../engine-ports.ts';
import { fireTimers } from '../fire-timer.ts';
import { learnFlow } from '../flow-library.ts';
import { Manifests } from '../manifests.ts';
import { performOperation, type Performed } from '../perform-operation.ts';
import { createStateEngine, type StateEngine } from '../state-engine.ts';
import { noModels, oneConnection, scriptedBank, type BankScript } from './other-services.ts';

export const tenant = 'acme';
export const connection = 'site';

export interface WorldOptions {
  readonly config?: Partial<EngineConfig>;
  readonly ports?: Partial<EnginePorts>;
  readonly messages?: Messages;
  readonly sealing?: Sealing;
  /** false = the bank takes no idempotency keys. */
  readonly keyed?: boolean;
  /** The flow's text; the bank's transfer unless said. */
  readonly flow?: string;
}

const bankFlow = readFileSync(
  new URL('../../../../../apps/docs/examples/bank-transfer.flow.json', import.meta.url),
  'utf8',
);

const learnt = new Map<string, Rules | null>();

/** Training takes its time: once for all worlds of a test file. */
function learnOnce(text: string): Rules | null {
  const known = learnt.get(text);
  if (known !== undefined) return known;
  const rules = learnFlow(text);
  learnt.set(text, rules);
  return rules;
}

/** Everything that outlives a process. */
interface Kept {
  readonly store: MemoryStore;
  readonly flows: ReturnType<typeof newFlowsStore>;
  readonly keys: MemoryConversationKeys;
  readonly tenants: MemoryTenants;
  readonly sealing: Sealing;
  readonly clock: { now: number };
  readonly bank: BankScript;
  readonly calls: CallIntegrationRequest[];
}

/** The state engine over memory twins, with a chat that only pumps the log and keeps what it is told. */
export class EngineWorld {
  readonly ports: EnginePorts;
  readonly engine: StateEngine;
  readonly service: Client<StateEngineService>;
  readonly messages: Messages;
  readonly manifests: Manifests;
  private readonly options: WorldOptions;
  private readonly kept: Kept;
  private readonly riders: boolean;
  private said = 0;

  private constructor(kept: Kept, options: WorldOptions) {
    this.kept = kept;
    this.options = options;
    this.riders = options.config?.riders ?? true;
    const { store, sealing, keys, tenants } = kept;
    const cache = new MemoryCache();
    this.messages = options.messages ?? new MemoryMessages(store);
    this.ports = {
      log: new MemoryEventLog(store),
      journal: new MemoryJournal(store),
      flows: new MemoryFlows(kept.flows),
      catalogue: new MemoryFlowCatalogue(kept.flows),
      workLists: new MemoryWorkLists(store),
      operations: new MemoryOperations(store),
      wakeUps: new MemoryWakeUps(store),
      sealing,
      keyring: storedKeyring({ keys, tenants, sealing }),
      cache,
      directory: new ConnectionDirectory(oneConnection(tenant, connection), cache),
      adaptors: scriptedBank(kept.bank, kept.calls, options.keyed ?? true),
      models: noModels(),
      now: () => kept.clock.now,
      warn: () => undefined,
      ...options.ports,
    };
    const config = { ...engineDefaults, riders: true, soleWorker: true, ...options.config };
    this.engine = createStateEngine(this.ports, config, learnOnce);
    this.manifests = new Manifests(this.ports);
    this.service = linkInProcess<StateEngineService>(StateEngineServiceDefinition, this.engine.service, { wire: true });
  }

  static async open(options: WorldOptions = {}): Promise<EngineWorld> {
    const sealing = options.sealing ?? new MemorySealing();
    const tenants = new MemoryTenants(newTenantsStore());
    await tenants.create({ tenant, name: 'Acme', createdAt: 0, ...newTenantKeys(sealing, tenant) });
    const kept: Kept = {
      ...{ store: new MemoryStore(), flows: newFlowsStore(), keys: new MemoryConversationKeys(), tenants, sealing },
      ...{ clock: { now: 1_700_000_000_000 }, bank: [], calls: [] },
    };
    const world = new EngineWorld(kept, options);
    await world.publish(options.flow ?? bankFlow);
    return world;
  }

  /** Another process over the same stores: as after a restart, or beside this one. */
  beside(options: WorldOptions = {}): EngineWorld {
    return new EngineWorld(this.kept, { ...this.options, ...options });
  }

  get store(): MemoryStore {
    return this.kept.store;
  }

  /** Calls that reached the bank. */
  get calls(): readonly CallIntegrationRequest[] {
    return this.kept.calls;
  }

  get now(): number {
    return this.kept.clock.now;
  }

  pass(ms: number): void {
    this.kept.clock.now += ms;
  }

  script(...answers: BankScript): void {
    this.kept.bank.push(...answers);
  }

  async publish(text: string): Promise<string> {
    const flow = 'bank-transfer';
    await this.engine.flows.saveDraft({ tenant, flow, text });
    const { hash, problems } = await this.engine.flows.publishFlow({ tenant, flow });
    if (hash === '') throw new Error(`not published: ${JSON.stringify(problems)}`);
    await this.engine.flows.setDefaultVersion({ tenant, flow, hash });
    return hash;
  }

  /** Seals a stimulus as chat does. */
  async seal(
    conversation: string,
    id: string,
    body: StimulusBody,
    more: Partial<Stimulus> = {},
  ): Promise<InboundStimulus> {
    const eventId = id as EventId;
    const stimulus: Stimulus = { eventId, tenant, connection, conversation, receivedAt: this.now, body, ...more };
    const [key] = await this.ports.keyring.ensure([{ tenant, conversation }]);
    if (key === undefined) throw new Error('no key');
    const sealed = this.ports.sealing.seal(key.key, canonicalBytes(stimulus), stimulusContext(stimulus));
    const { receivedAt } = stimulus;
    return { tenant, conversation, connection, eventId, generation: key.generation, sealed, receivedAt, attempt: 1 };
  }

  /** One stimulus, advanced and recorded. */
  async send(conversation: string, id: string, body: StimulusBody, more: Partial<Stimulus> = {}): Promise<Outcome> {
    const [outcome] = await this.advance([await this.seal(conversation, id, body, more)]);
    if (outcome === undefined) throw new Error('no outcome');
    return outcome;
  }

  /** A message, and the texts of the replies that it got. */
  async say(conversation: string, text: string, id?: string): Promise<readonly string[]> {
    this.said += 1;
    this.pass(1_000);
    const outcome = await this.send(conversation, id ?? `web:${this.said}`, { kind: 'message', text });
    return repliesOf(outcome);
  }

  async advance(stimuli: readonly InboundStimulus[]): Promise<readonly Outcome[]> {
    const { outcomes } = await this.service.advance({ stimuli: [...stimuli], withProjection: true });
    for (const { projection } of outcomes) {
      if (projection === undefined) continue;
      const { messages, summary, erases } = projectionFromWire(projection);
      // A rider adds rows; what an erasure takes away is chat's own step.
      if (erases) await this.messages.erase(summary);
      if (!this.riders) await this.messages.insert(messages);
    }
    return outcomes;
  }

  /** Advances whatever the engine itself put into the log since the last time. */
  async pump(): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const record of this.store.log.splice(0)) {
      const { offset: _offset, ...stimulus } = record;
      outcomes.push(...(await this.advance([stimulus])));
    }
    return outcomes;
  }

  /** One attempt of every operation that is due. */
  async perform(): Promise<readonly Performed[]> {
    const due = await this.ports.operations.due(this.now, 100);
    const self = { ports: this.ports, manifests: this.manifests };
    return Promise.all(due.map((row) => performOperation(self, { row, request: null })));
  }

  async fire(): Promise<number> {
    return fireTimers(this.ports, 100);
  }

  /** The whole journal of a conversation, opened; null = its key is gone. */
  async journal(conversation: string): Promise<readonly (Entry | null)[]> {
    const stored = await this.ports.journal.read({ tenant, conversation }, 0, 1_000);
    const { entries } = await this.service.readJournal({ tenant, conversation, afterSeq: 0, limit: 200 });
    if (entries.length !== Math.min(stored.length, 200)) throw new Error('the journal view lacks entries');
    return entries.map(({ entryJson }) => (entryJson.length === 0 ? null : (readCanonical(entryJson) as Entry)));
  }

  async texts(conversation: string): Promise<readonly string[]> {
    const rows: readonly MessageRow[] = await this.messages.after({ tenant, conversation }, 0, 1_000);
    return rows.map(({ from, text }) => `${from}: ${text}`);
  }

  async verify(conversation: string): Promise<readonly string[]> {
    const { faults } = await this.service.verifyConversation({ tenant, conversation });
    return faults.map(({ seq, what }) => `${seq} ${what}`);
  }
}

export function repliesOf(outcome: Outcome | undefined): readonly string[] {
  const messages = outcome?.projection?.messages ?? [];
  return messages.filter(({ from }) => from === 'bot').map(({ text }) => text);
}

export const isAdvanced = ({ kind }: Outcome): boolean => kind === OutcomeKind.ADVANCED;
