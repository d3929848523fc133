import type { Client, SecurityService, StateEngineService } from '@parley/contracts';
import { connectionSecretsContext, ServiceFault, StateEngineServiceDefinition, linkInProcess } from '@parley/contracts';
import type { Channel, ChannelIntake, HoldsStore, MemoryChannelOptions, PlacesStore, VisitorDoor } from '@parley/ports';
import {
  MemoryBlobs,
  MemoryCache,
  MemoryChannel,
  MemoryConnectionHealth,
  MemoryConversationKeys,
  MemoryConversations,
  MemoryConversationSearch,
  MemoryDeliveries,
  MemoryEventLog,
  MemoryFigures,
  MemoryHolds,
  MemoryLiveUpdates,
  MemoryMessages,
  MemoryPlaces,
  MemoryPresence,
  MemoryQuarantine,
  MemoryRateLimiter,
  MemorySealing,
  MemoryStore,
  MemoryTenants,
} from '@parley/ports';
import { ConnectionDirectory, storedKeyring, newTenantKeys } from '@parley/service-kit';
import { createChat } from '../chat.ts';
import type { Chat } from '../chat.ts';
import type { ChatPorts } from '../chat-ports.ts';
import type { ChatConfig } from '../config.ts';
import { chatDefaults } from '../config.ts';
import { EchoEngine } from './echo-engine.ts';

/** The bearer is the conversation, the body `{id, text}`; a text of "?" is a shape that nobody knows. */
const letters: ChannelIntake<{ readonly id: string; readonly text: string }> = {
  channel: 'memory',
  secrets: [],
  acknowledges: 'with-ids',
  verify: ({ headers }) => {
    const conversation = headers['authorization'];
    return conversation === undefined ? { kind: 'forged' } : { kind: 'genuine', conversation, user: null };
  },
  parse: ({ body }) => {
    const said = JSON.parse(new TextDecoder().decode(body)) as { id: string; text: string };
    if (said.text === '?') return { kind: 'unknown-shape', reason: 'nobody knows it' };
    return said.text === ''
      ? { kind: 'refused', code: 'message.empty', message: 'Say something.' }
      : { kind: 'said', said };
  },
  normalise: ({ id, text }, { tenant, connection, conversation, receivedAt }) => [
    ...(conversation === null
      ? []
      : [
          {
            stimulus: {
              ...{ eventId: `web:${id}` as const, tenant, connection, conversation, receivedAt },
              body: { kind: 'message' as const, text },
            },
          },
        ]),
  ],
};

const door: VisitorDoor = {
  admits: (_, origin) => origin !== 'https://foreign.example',
  sign: (_, { conversation }) => `token of ${conversation}`,
  verify: (_idKey, _connection, token) =>
    token.startsWith('token of ') ? { kind: 'genuine', conversation: token.slice(9), user: null } : { kind: 'forged' },
  showsJournal: (settings) => settings['showJournal'] === true,
};

const connections: Readonly<Record<string, string>> = { letters: 'memory', page: 'web-chat' };

export interface ChatWorld {
  readonly chat: Chat;
  readonly engine: EchoEngine;
  readonly channel: MemoryChannel;
  readonly store: MemoryStore;
  readonly ports: ChatPorts;
  /** The same store and keys, another process, set up otherwise if asked: as after a restart. */
  restart(config?: Partial<ChatConfig>): ChatWorld;
  say(conversation: string, id: string, text: string): Promise<readonly string[]>;
}

export interface WorldOptions {
  readonly config?: Partial<ChatConfig>;
  readonly deduplicates?: boolean;
  readonly channel?: MemoryChannelOptions;
  readonly ports?: Partial<ChatPorts>;
}

/** Started or not; a test that fails leaves none of them running. */
const open = new Set<Chat>();

afterEach(async () => {
  const left = [...open];
  open.clear();
  await Promise.all(left.map((chat) => chat.drain()));
});

/** Chat over the memory twins, drained after the test; an engine that echoes, and a channel whose far side is a list. */
export async function openChatWorld(options: WorldOptions = {}): Promise<ChatWorld> {
  const sealing = new MemorySealing();
  const tenants = new MemoryTenants();
  await tenants.create({ tenant: 'bank', name: 'Bank', createdAt: 1, ...newTenantKeys(sealing, 'bank') });
  const keyring = storedKeyring({ keys: new MemoryConversationKeys(), tenants, sealing });
  return build(options, {
    store: new MemoryStore(),
    engine: new EchoEngine(keyring, sealing),
    channel: new MemoryChannel(options.deduplicates ?? true, options.channel),
    places: new Map(),
    holds: new Map(),
    fixed: { sealing, keyring, blobs: new MemoryBlobs(), quarantine: new MemoryQuarantine() },
  });
}

interface Kept {
  readonly store: MemoryStore;
  readonly engine: EchoEngine;
  readonly channel: MemoryChannel;
  readonly places: PlacesStore;
  readonly holds: HoldsStore;
  readonly fixed: Pick<ChatPorts, 'sealing' | 'keyring' | 'blobs' | 'quarantine'>;
}

function build(options: WorldOptions, kept: Kept): ChatWorld {
  const { store, engine, channel } = kept;
  const updates = new MemoryLiveUpdates();
  const page: Channel = {
    ...{ name: 'web-chat', deduplicates: true, needsPlace: false, secrets: [] },
    pace: () => null,
    find: async () => ({ kind: 'unsearchable' }),
    send: async ({ conversation, number }) => {
      updates.publish(conversation, { last: number });
      return { kind: 'sent', vendorId: null };
    },
  };
  const cache = new MemoryCache();
  const security = options.ports?.security ?? (makeSecurity(kept.fixed) as unknown as Client<SecurityService>);
  const ports: ChatPorts = {
    ...kept.fixed,
    log: new MemoryEventLog(store),
    messages: new MemoryMessages(store),
    conversations: new MemoryConversations(store),
    search: new MemoryConversationSearch(store),
    figures: new MemoryFigures(store, kept.fixed.quarantine),
    deliveries: new MemoryDeliveries(store),
    places: new MemoryPlaces(kept.places),
    holds: new MemoryHolds(kept.holds),
    health: new MemoryConnectionHealth(),
    rows: { erase: () => Promise.resolve(0), isAnyLeft: () => Promise.resolve(false) },
    rates: new MemoryRateLimiter(),
    updates,
    presence: new MemoryPresence(),
    cache,
    security,
    directory: new ConnectionDirectory(security, cache),
    // The contract's methods that chat does not call are missing on purpose: calling them would fail the test.
    engine: linkEngine(engine) as Client<StateEngineService>,
    intakes: [letters, { ...letters, channel: 'web-chat' }],
    channels: [channel, page],
    visitors: door,
    now: () => Date.now(),
    monotonic: () => performance.now(),
    warn: () => undefined,
    ...options.ports,
  };
  const config: ChatConfig = {
    ...chatDefaults,
    riders: false,
    soleDeliverer: true,
    ownOrigins: [],
    scanEveryMs: 20,
    ...options.config,
  };
  const chat = createChat(ports, config);
  open.add(chat);
  return {
    ...{ chat, engine, channel, store, ports },
    restart: (changed) => build({ ...options, config: { ...options.config, ...changed } }, kept),
    say: async (conversation, id, text) => {
      const body = new TextEncoder().encode(JSON.stringify({ id, text }));
      const from = { channel: 'memory', connection: 'letters', path: 'messages' };
      const answer = await chat.service.receiveStimulus({ ...from, headers: { authorization: conversation }, body });
      return answer.eventIds;
    },
  };
}

function linkEngine(engine: EchoEngine): Client<Pick<StateEngineService, 'advance' | 'findOutcome'>> {
  const { methods, ...definition } = StateEngineServiceDefinition;
  const only = { ...definition, methods: { advance: methods.advance, findOutcome: methods.findOutcome } };
  return linkInProcess<Pick<StateEngineService, 'advance' | 'findOutcome'>>(only, engine, { wire: true });
}

const makeSecurity = ({ keyring, sealing }: Pick<ChatPorts, 'keyring' | 'sealing'>) => ({
  getConnection: ({ connection }: { readonly connection: string }) => {
    const channel = connections[connection];
    if (channel === undefined) return Promise.reject(new ServiceFault('NOT_FOUND', 'connection.unknown', 'none'));
    const settingsJson = new TextEncoder().encode('{"showJournal":true}');
    return Promise.resolve({
      connection: { connection, tenant: 'bank', channel, flow: 'echo', settingsJson, createdAt: 1, paused: false },
    });
  },
  getConnectionSecrets: async ({ connection }: { readonly connection: string }) => {
    const plain = new TextEncoder().encode('{"signingSecret":"right","botToken":"unasked"}');
    const key = await keyring.tenantKey('bank');
    return { sealedSecrets: sealing.seal(key, plain, connectionSecretsContext('bank', connection)) };
  },
});

/** Looks until it is so; fails with what was last seen. */
export async function eventually<Seen>(look: () => Seen | Promise<Seen>, isSo: (seen: Seen) => boolean): Promise<Seen> {
  for (const until = Date.now() + 3_000; ;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (Date.now() > until) throw new Error(`It never came to be; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
