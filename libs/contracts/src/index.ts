export { AdaptorsServiceDefinition, CallOutcome } from './gen/parley/adaptors/v1/adaptors_service.ts';
export type {
  CallIntegrationRequest,
  CallIntegrationResponse,
  ListManifestsRequest,
  ListManifestsResponse,
  Manifest,
  ManifestOperation,
  AdaptorsService,
} from './gen/parley/adaptors/v1/adaptors_service.ts';
export { ChatServiceDefinition } from './gen/parley/chat/v1/chat_service.ts';
export type {
  ReceiveStimulusRequest,
  ReceiveStimulusResponse,
  ChannelAck,
  GetConnectionHealthRequest,
  GetConnectionHealthResponse,
  OpenConversationRequest,
  OpenConversationResponse,
  VerifyVisitorRequest,
  VerifyVisitorResponse,
  ReadMessagesRequest,
  ReadMessagesResponse,
  WatchMessagesRequest,
  WatchMessagesResponse,
  NoteTypingRequest,
  NoteTypingResponse,
  ListConversationsRequest,
  ListConversationsResponse,
  GetConversationRequest,
  GetConversationResponse,
  SendAgentMessageRequest,
  SendAgentMessageResponse,
  CloseHandoffRequest,
  CloseHandoffResponse,
  EraseConversationRequest,
  EraseConversationResponse,
  ChatService,
} from './gen/parley/chat/v1/chat_service.ts';
export { InboundStimulus } from './gen/parley/message/v1/inbound_stimulus.ts';
export type {
  Projection,
  ConversationSummary,
  ChatMessage,
  Choice,
  Delivery,
} from './gen/parley/message/v1/projection.ts';
export { ModelOrchestratorServiceDefinition } from './gen/parley/model_orchestrator/v1/model_orchestrator_service.ts';
export type {
  UnderstandRequest,
  UnderstandResponse,
  ScoredIntent,
  ListModelsRequest,
  ListModelsResponse,
  ModelOrchestratorService,
} from './gen/parley/model_orchestrator/v1/model_orchestrator_service.ts';
export { SecurityServiceDefinition } from './gen/parley/security/v1/security_service.ts';
export type {
  CreateTenantRequest,
  CreateTenantResponse,
  EraseTenantRequest,
  EraseTenantResponse,
  AuthenticateRequest,
  AuthenticateResponse,
  CreateApiKeyRequest,
  CreateApiKeyResponse,
  Connection,
  CreateConnectionRequest,
  CreateConnectionResponse,
  GetConnectionRequest,
  GetConnectionResponse,
  ListConnectionsRequest,
  ListConnectionsResponse,
  GetConnectionSecretsRequest,
  GetConnectionSecretsResponse,
  VerifySignatureRequest,
  VerifySignatureResponse,
  BindConnectionRequest,
  BindConnectionResponse,
  SecurityService,
} from './gen/parley/security/v1/security_service.ts';
export { FlowServiceDefinition } from './gen/parley/state_engine/v1/flow_service.ts';
export type {
  SaveDraftRequest,
  SaveDraftResponse,
  CheckFlowRequest,
  CheckFlowResponse,
  FlowProblem,
  PublishFlowRequest,
  PublishFlowResponse,
  SetDefaultVersionRequest,
  SetDefaultVersionResponse,
  GetFlowRequest,
  GetFlowResponse,
  FlowVersion,
  ListFlowVersionsRequest,
  ListFlowVersionsResponse,
  FlowService,
} from './gen/parley/state_engine/v1/flow_service.ts';
export { StateEngineServiceDefinition, OutcomeKind } from './gen/parley/state_engine/v1/state_engine_service.ts';
export type {
  AdvanceRequest,
  AdvanceResponse,
  Outcome,
  ReadJournalRequest,
  ReadJournalResponse,
  JournalEntry,
  VerifyConversationRequest,
  VerifyConversationResponse,
  Fault,
  StateEngineService,
} from './gen/parley/state_engine/v1/state_engine_service.ts';
export { linkInProcess } from './in-process-link.ts';
export type { CallOptions, Client, LinkOptions, ServiceDefinition } from './in-process-link.ts';
export { projectionFromWire, projectionToWire } from './projection-on-the-wire.ts';
export { connectionSecretsContext, stimulusContext } from './sealed-stimulus.ts';
export { ServiceFault } from './service-fault.ts';
export type { FaultStatus } from './service-fault.ts';
export { messagePath, topics } from './topics.ts';
export type { PathStep, Topic } from './topics.ts';
