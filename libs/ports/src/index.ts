export { ApiKeys } from './api-keys/api-keys.ts';
export type { ApiKey } from './api-keys/api-keys.ts';
export { MemoryApiKeys } from './api-keys/memory-api-keys.ts';
export type { ApiKeysStore } from './api-keys/memory-api-keys.ts';
export { Blobs } from './blobs/blobs.ts';
export { MemoryBlobs } from './blobs/memory-blobs.ts';
export type { BlobsStore } from './blobs/memory-blobs.ts';
export { Cache } from './cache/cache.ts';
export type { CacheKey, CacheKind, ChangedKind, SharedForm } from './cache/cache.ts';
export { MemoryCache, newCacheStore } from './cache/memory-cache.ts';
export type { CacheStore, MemoryCacheOptions } from './cache/memory-cache.ts';
export { Channel } from './channel/channel.ts';
export type { ChannelAccess, FindAnswer, NotNow, OutboundReply, Pace, SendAnswer } from './channel/channel.ts';
export { MemoryChannel } from './channel/memory-channel.ts';
export type { MemoryChannelOptions } from './channel/memory-channel.ts';
export type {
  Ack,
  ChannelAddress,
  ChannelCredentials,
  ChannelIntake,
  ChannelRequest,
  ConnectionNews,
  Heard,
  Parsed,
  Verification,
} from './channel/channel-intake.ts';
export type { TokenAnswer, VisitorClaim, VisitorDoor } from './channel/visitor-door.ts';
export { ConnectionHealth } from './connection-health/connection-health.ts';
export type { ConnectionSign } from './connection-health/connection-health.ts';
export { MemoryConnectionHealth } from './connection-health/memory-connection-health.ts';
export type { ConnectionHealthStore } from './connection-health/memory-connection-health.ts';
export { Connections } from './connections/connections.ts';
export type { Connection } from './connections/connections.ts';
export { MemoryConnections } from './connections/memory-connections.ts';
export type { ConnectionsStore } from './connections/memory-connections.ts';
export { ConversationKeys } from './conversation-keys/conversation-keys.ts';
export { MemoryConversationKeys } from './conversation-keys/memory-conversation-keys.ts';
export type { ConversationKeysStore } from './conversation-keys/memory-conversation-keys.ts';
export type { NewConversationKey, ConversationKey } from './conversation-keys/conversation-keys.ts';
export { ConversationSearch } from './conversation-search/conversation-search.ts';
export type {
  ConversationFilter,
  FoundPage,
  SaidWords,
  SearchPlace,
} from './conversation-search/conversation-search.ts';
export { MemoryConversationSearch } from './conversation-search/memory-conversation-search.ts';
export { Figures } from './figures/figures.ts';
export type { ConnectionFigures, Usage } from './figures/figures.ts';
export { MemoryFigures } from './figures/memory-figures.ts';
export { MemoryConversations } from './conversations/memory-conversations.ts';
export { Conversations } from './conversations/conversations.ts';
export { MemoryDeliveries } from './deliveries/memory-deliveries.ts';
export { Deliveries } from './deliveries/deliveries.ts';
export type { DeliveryState, PendingDelivery, DeliveryClaim, DeliveryStatus } from './deliveries/deliveries.ts';
export { MemoryEventLog } from './event-log/memory-event-log.ts';
export { EventLog, EventLogUnavailable, RecordsRefused } from './event-log/event-log.ts';
export type { NewLogRecord, LogRecord, LogConsumer, LogConsumption } from './event-log/event-log.ts';
export { IdempotencyKeys } from './idempotency-keys/idempotency-keys.ts';
export type { IdempotencyClaim, IdempotencyRow } from './idempotency-keys/idempotency-keys.ts';
export { MemoryIdempotencyKeys } from './idempotency-keys/memory-idempotency-keys.ts';
export type { IdempotencyStore } from './idempotency-keys/memory-idempotency-keys.ts';
export { LogDispatcher } from './event-log/log-dispatcher.ts';
export type { DispatcherHooks, RecordSource } from './event-log/log-dispatcher.ts';
export { LOG_WINDOW_LIMITS, LogWindow } from './event-log/log-window.ts';
export type { LogWindowLimits } from './event-log/log-window.ts';
export { LogWindows } from './event-log/log-windows.ts';
export { FlowCatalogue } from './flow-catalogue/flow-catalogue.ts';
export type { ArchivedVersion, ListedFlow } from './flow-catalogue/flow-catalogue.ts';
export { MemoryFlowCatalogue } from './flow-catalogue/memory-flow-catalogue.ts';
export { MemoryWorkLists } from './work-lists/memory-work-lists.ts';
export { WorkLists } from './work-lists/work-lists.ts';
export type { FailedEntry, ListedOperation } from './work-lists/work-lists.ts';
export { Flows, flowTag } from './flows/flows.ts';
export type { FlowDraft, FlowVersion } from './flows/flows.ts';
export { MemoryFlows, newFlowsStore } from './flows/memory-flows.ts';
export type { FlowsStore } from './flows/memory-flows.ts';
export { Holds } from './holds/holds.ts';
export type { Hold } from './holds/holds.ts';
export { MemoryHolds } from './holds/memory-holds.ts';
export type { HoldsStore } from './holds/memory-holds.ts';
export { Integration } from './integration/integration.ts';
export { faultOf } from './integration/fault-of.ts';
export { MemoryIntegration } from './integration/memory-integration.ts';
export type { Deed, Mishap } from './integration/memory-integration.ts';
export type {
  IntegrationManifest,
  IntegrationOperation,
  IntegrationCall,
  IntegrationAnswer,
} from './integration/integration.ts';
export { MemoryJournal } from './journal/memory-journal.ts';
export type { DurablePorts } from './journal/durable-ports.ts';
export { EntriesRefused, Journal } from './journal/journal.ts';
export type {
  ConversationRef,
  EventRef,
  Head,
  StoredSnapshot,
  NewEntry,
  CommitAnswer,
  RefusedEntry,
  StoredEntry,
  NewOperation,
} from './journal/journal.ts';
export { LanguageModel } from './language-model/language-model.ts';
export type { UnderstandRequest, UnderstandAnswer } from './language-model/language-model.ts';
export { MemoryLanguageModel } from './language-model/memory-language-model.ts';
export type { ScriptedAnswer } from './language-model/memory-language-model.ts';
export { conversationLease, Lease } from './lease/lease.ts';
export { MemoryLease, newLeaseStore } from './lease/memory-lease.ts';
export type { LeaseStore } from './lease/memory-lease.ts';
export { LiveUpdates } from './live-updates/live-updates.ts';
export type { News } from './live-updates/live-updates.ts';
export { MemoryLiveUpdates } from './live-updates/memory-live-updates.ts';
export type { Subscribers } from './live-updates/memory-live-updates.ts';
export { MemoryStore } from './memory-store.ts';
export { MemoryMessages } from './messages/memory-messages.ts';
export { Messages } from './messages/messages.ts';
export { MemoryOperations } from './operations/memory-operations.ts';
export { Operations } from './operations/operations.ts';
export type { OpenOperationRow, NewAttempt, StoredAttempt } from './operations/operations.ts';
export { MemoryPlaces } from './places/memory-places.ts';
export type { PlacesStore } from './places/memory-places.ts';
export { Places } from './places/places.ts';
export type { SealedPlace } from './places/places.ts';
export { MemoryPresence } from './presence/memory-presence.ts';
export type { PresenceStore } from './presence/memory-presence.ts';
export { Presence, SESSION_TTL_MS } from './presence/presence.ts';
export type { Session, SessionRef } from './presence/presence.ts';
export { Quarantine } from './quarantine/quarantine.ts';
export type { QuarantinedBody } from './quarantine/quarantine.ts';
export { MemoryQuarantine } from './quarantine/memory-quarantine.ts';
export type { QuarantineStore } from './quarantine/memory-quarantine.ts';
export { RateLimiter } from './rate-limiter/rate-limiter.ts';
export type { Rate, RateAnswer } from './rate-limiter/rate-limiter.ts';
export { MemoryRateLimiter } from './rate-limiter/memory-rate-limiter.ts';
export type { Buckets } from './rate-limiter/memory-rate-limiter.ts';
export { Sealing } from './sealing/sealing.ts';
export { MemorySealing } from './sealing/memory-sealing.ts';
export type { AdapterPair, SuiteSubject } from './suite-subject.ts';
export { Tenants } from './tenants/tenants.ts';
export type { Tenant } from './tenants/tenants.ts';
export { MemoryTenants, newTenantsStore } from './tenants/memory-tenants.ts';
export type { TenantsStore } from './tenants/memory-tenants.ts';
export { MemoryWakeUps } from './wake-ups/memory-wake-ups.ts';
export { WakeUps } from './wake-ups/wake-ups.ts';
export type { WakeUp } from './wake-ups/wake-ups.ts';
