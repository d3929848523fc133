import type { Client, ServiceDefinition } from '@parley/contracts';
import type { Channel, EventLog, Integration, LanguageModel } from '@parley/ports';

/** What goes with a call or a record beside what it says: `traceparent`, `tracestate`. */
export type Carrier = Readonly<Record<string, string>>;

export interface TracedRequest {
  /** As it is declared, `/channels/:channel/:connection`; `unknown` where there is none. */
  readonly route: string;
  readonly method: string;
  readonly scheme: string;
  /** Without its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface RequestTrace {
  /** 32 hex digits. */
  readonly id: string;
  /** Runs work within the request's span. */
  readonly run: (work: () => void) => void;
  readonly end: (status: number) => void;
}

/** Runs the work of a call that came by gRPC. `name` is `package.Service/Method`. */
export type AroundCall = <Answer>(carrier: Carrier, name: string, work: () => Promise<Answer>) => Promise<Answer>;

/** Where a log is, in the words of the messaging conventions. */
export interface LogPlace {
  readonly system: 'kafka' | 'postgresql';
  readonly topic: string;
  /** Its records bring their traces themselves, as headers; else they are remembered by this process. */
  readonly carries: boolean;
}

/** A MongoDB client made with `monitorCommands: true`. */
export interface CommandEmitter {
  on(event: 'commandStarted' | 'commandSucceeded' | 'commandFailed', listener: (event: CommandEvent) => void): unknown;
}

export interface CommandEvent {
  readonly requestId: number;
  readonly commandName: string;
  readonly databaseName?: string;
  readonly command?: Readonly<Record<string, unknown>>;
  readonly failure?: Error;
}

/** A service that moves conversations: of each stimulus it is told which trace it belongs to. */
export interface Advances {
  advance(request: { readonly stimuli: readonly TracedStimulus[]; readonly withProjection: boolean }): Promise<unknown>;
}

interface TracedStimulus {
  readonly tenant: string;
  readonly conversation: string;
  readonly trace?: string | undefined;
}

/**
 * How a composition's parts are traced. Off, every hook is absent and every decorator answers what it was given; then no
 * library of OpenTelemetry is loaded.
 */
export interface Telemetry {
  readonly isOn: boolean;
  /** For `createLogger`: the trace under way; its tenant and conversation where it has one. */
  readonly context?: () => Carrier;
  /** For the gateway: one span for each request. */
  readonly request?: (request: TracedRequest) => RequestTrace;
  /** For links over gRPC, and for the log on Kafka. */
  readonly inject?: () => Carrier;
  /** For servers of gRPC. */
  readonly around?: AroundCall;
  /** A span for each append, and for each batch that is handled. */
  readonly log: (log: EventLog, place: LogPlace) => EventLog;
  /** A span for each attempt to send. */
  readonly channel: (channel: Channel) => Channel;
  readonly integration: (integration: Integration) => Integration;
  readonly model: (model: LanguageModel) => LanguageModel;
  /** A span for each call that has one answer. */
  readonly client: <Service>(definition: ServiceDefinition, client: Client<Service>, way: CallWay) => Client<Service>;
  /** What the engine does for a stimulus later (its calls, their results) is in that stimulus' trace. */
  readonly engine: <Service extends Advances>(service: Service) => Service;
  /** A span for each command. (SQL, Redis and HTTP calls need no wiring: they are published in the process.) */
  readonly mongo: (client: CommandEmitter) => void;
  /** Sends what is still held, within its limit, and ends. */
  readonly stop: () => Promise<void>;
}

export type CallWay = 'grpc' | 'in-process';

const same = <Thing>(thing: Thing): Thing => thing;

/** Nothing is traced. */
export const noTelemetry: Telemetry = {
  isOn: false,
  log: same,
  channel: same,
  integration: same,
  model: same,
  client: (_, client) => client,
  engine: same,
  mongo: () => undefined,
  stop: () => Promise.resolve(),
};
