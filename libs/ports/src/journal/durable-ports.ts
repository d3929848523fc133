import type { Conversations } from '../conversations/conversations.ts';
import type { Deliveries } from '../deliveries/deliveries.ts';
import type { Messages } from '../messages/messages.ts';
import type { Operations } from '../operations/operations.ts';
import type { WakeUps } from '../wake-ups/wake-ups.ts';
import type { Journal } from './journal.ts';

/** The journal and the ports whose rows its commit writes, over one store. */
export interface DurablePorts {
  readonly journal: Journal;
  readonly wakeUps: WakeUps;
  readonly operations: Operations;
  readonly messages: Messages;
  readonly deliveries: Deliveries;
  readonly conversations: Conversations;
}
