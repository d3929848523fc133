import type { AdapterPair, SuiteSubject } from '../suite-subject.ts';
import type { EventLog } from './event-log.ts';

/** An event log under its suite, and what it cannot or need not do by its nature. */
export interface EventLogSubject extends SuiteSubject<EventLog> {
  open(): Promise<EventLogPair>;
  /** Offset of the first record; 1 unless told. */
  readonly firstOffset?: number;
  /** The log lies in several partitions: offsets tell records apart, and ascend, within a conversation only. */
  readonly isPartitioned?: boolean;
  /** Consumers of one name share the conversations between them; else each is offered every record. */
  readonly sharesConversations?: boolean;
}

export interface EventLogPair extends AdapterPair<EventLog> {
  /**
   * Ends the process that holds this log as SIGKILL would; answers the log as the process after it opens it. Without this
   * member a consumption that is left alone counts as killed.
   */
  kill?(log: EventLog): Promise<EventLog>;
}
