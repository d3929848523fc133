/** A topic: who writes it, by which use case. The README's figure and `one-message.e2e.spec.ts` hold the same table. */
export interface Topic {
  readonly topic: string;
  /** Service and use case of every writer. */
  readonly writers: readonly PathStep[];
  /** Service and use case of the reader. */
  readonly reader: PathStep;
}

export interface PathStep {
  readonly service: string;
  readonly useCase: string;
}

/** Every topic there is. Its key is the conversation; its payload `parley.message.v1.InboundStimulus`. */
export const topics: readonly Topic[] = [
  {
    topic: 'message.inbound.v1',
    writers: [
      { service: 'chat', useCase: 'receive-stimulus' },
      { service: 'state-engine', useCase: 'perform-operation' },
      { service: 'state-engine', useCase: 'fire-timer' },
    ],
    reader: { service: 'chat', useCase: 'ingest-stimulus' },
  },
];

/** The path of one message, in order; what `topics` does not carry is called or follows in the same use case. */
export const messagePath: readonly PathStep[] = [
  { service: 'chat', useCase: 'receive-stimulus' },
  { service: 'chat', useCase: 'ingest-stimulus' },
  { service: 'state-engine', useCase: 'advance-conversation' },
  { service: 'chat', useCase: 'record-outcome' },
  { service: 'chat', useCase: 'deliver-reply' },
  { service: 'state-engine', useCase: 'perform-operation' },
  { service: 'state-engine', useCase: 'fire-timer' },
];
