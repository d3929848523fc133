import type {
  AdvanceRequest,
  AdvanceResponse,
  FindOutcomeRequest,
  FindOutcomeResponse,
  InboundStimulus,
  Outcome,
  StateEngineService,
} from '@parley/contracts';
import { OutcomeKind, projectionToWire, ServiceFault, stimulusContext } from '@parley/contracts';
import type { ConversationSummary, MessageRow, Projection } from '@parley/conversation';
import type { Stimulus } from '@parley/message';
import type { Sealing } from '@parley/ports';
import type { Keyring } from '@parley/service-kit';

interface Recorded {
  readonly outcome: Outcome;
  readonly stimulus: Stimulus;
}

/**
 * A state engine that answers every message with its own text. Like the real one it records each event once, and answers
 * the recorded outcome when asked again. "hand over" opens a handoff, which an agent's closing ends; "fail" is recorded as failed.
 */
export class EchoEngine implements Pick<StateEngineService, 'advance' | 'findOutcome'> {
  readonly recorded = new Map<string, Recorded[]>();
  /** How often each event was handed in. */
  readonly asked: string[] = [];
  /** Thrown by the next calls, one each. */
  readonly faults: Error[] = [];
  readonly notMine = new Set<string>();
  private readonly keyring: Keyring;
  private readonly sealing: Sealing;
  private readonly agents = new Set<string>();

  constructor(keyring: Keyring, sealing: Sealing) {
    this.keyring = keyring;
    this.sealing = sealing;
  }

  async advance({ stimuli }: AdvanceRequest): Promise<AdvanceResponse> {
    const fault = this.faults.shift();
    if (fault) throw fault;
    const outcomes: Outcome[] = [];
    for (const stimulus of stimuli) outcomes.push(await this.one(stimulus));
    return { outcomes };
  }

  async findOutcome({ conversation, eventId }: FindOutcomeRequest): Promise<FindOutcomeResponse> {
    const past = this.recorded.get(conversation) ?? [];
    const recorded = past.find(({ stimulus }) => stimulus.eventId === eventId)?.outcome;
    return { recorded, settled: undefined };
  }

  private async one(inbound: InboundStimulus): Promise<Outcome> {
    const { conversation, eventId } = inbound;
    this.asked.push(eventId);
    if (this.notMine.has(conversation)) return { ...nothing, eventId, kind: OutcomeKind.NOT_MINE_YET };
    // As the real one: what a destroyed key sealed is not even looked up.
    const key = await this.keyring.open(inbound, inbound.generation);
    if (!key) return { ...nothing, eventId, kind: OutcomeKind.ERASED };
    const past = this.recorded.get(conversation) ?? [];
    const known = past.find(({ stimulus }) => stimulus.eventId === eventId);
    if (known) return { ...known.outcome, kind: OutcomeKind.DUPLICATE };
    const plain = this.sealing.open(key, inbound.sealed, stimulusContext(inbound));
    if (!plain) throw new ServiceFault('INTERNAL', 'internal', 'not sealed as agreed');
    const stimulus = JSON.parse(new TextDecoder().decode(plain)) as Stimulus;
    const outcome = this.decide(stimulus, past);
    this.recorded.set(conversation, [...past, { outcome, stimulus }]);
    return outcome;
  }

  private decide(stimulus: Stimulus, past: readonly Recorded[]): Outcome {
    const { tenant, conversation, connection, eventId, body } = stimulus;
    const seq = past.length + 1;
    const { lastMessage: before = 0, firstMessage = 1 } = past.at(-1)?.outcome.projection?.summary ?? {};
    const isAgent = body.kind === 'agent-message' || body.kind === 'agent-closed';
    const refused = isAgent && !this.agents.has(conversation);
    const said = refused ? [] : this.replies(stimulus);
    const messages = said.map((part, index): MessageRow => {
      const at = stimulus.receivedAt;
      return { tenant, conversation, number: before + index + 1, seq, ...part, choices: [], eventId, at };
    });
    if (body.kind === 'message' && body.text === 'hand over') this.agents.add(conversation);
    if (body.kind === 'agent-closed') this.agents.delete(conversation);
    const erases = body.kind === 'erase';
    const lastMessage = before + messages.length;
    const status: ConversationSummary['status'] = erases ? 'erased' : this.agents.has(conversation) ? 'agent' : 'bot';
    const deliveries = messages
      .filter(({ from }) => from !== 'person')
      .map(({ number }) => ({
        ...{ tenant, conversation, connection, number, epoch: 0, createdAt: stimulus.receivedAt },
        reply: `${conversation}:${seq}:${number}`,
      }));
    const summary: ConversationSummary = {
      ...{ tenant, conversation, connection, seq, episode: 1, flow: 'f'.repeat(64), language: 'en', status, epoch: 0 },
      ...{
        states: ['echo'],
        lastMessage,
        firstMessage: erases ? lastMessage + 1 : firstMessage,
        updatedAt: stimulus.receivedAt,
      },
    };
    const projection: Projection = { summary, messages, deliveries, erases };
    const fails = body.kind === 'message' && body.text === 'fail';
    const recorded = refused
      ? 'refused'
      : fails
        ? 'failed'
        : erases
          ? 'erased'
          : stimulus.throttled
            ? 'throttled'
            : 'taken';
    return {
      ...{ eventId, kind: OutcomeKind.ADVANCED, seq, lastMessage, deliveries: deliveries.length, recorded },
      ...{
        settles: [],
        projection: projectionToWire(projection),
        code: refused ? 'handoff.not-open' : fails ? 'flow.none-published' : '',
      },
    };
  }

  private replies({ body, throttled }: Stimulus): readonly Pick<MessageRow, 'from' | 'text'>[] {
    if (body.kind === 'agent-message') return [{ from: 'agent', text: body.text }];
    if (body.kind !== 'message') return [];
    const inbound = { from: 'person', text: body.text } as const;
    return throttled ? [inbound] : [inbound, { from: 'bot', text: `echo ${body.text}` }];
  }
}

const nothing = { seq: 0, lastMessage: 0, deliveries: 0, projection: undefined, recorded: '', code: '', settles: [] };
