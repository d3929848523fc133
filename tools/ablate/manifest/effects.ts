import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

/** Rules 23, 25 and 26. */
export const effects: readonly Ablation[] = [
  {
    rule: 'rule 23',
    without: 'one reply at a time in a conversation',
    edits: [
      {
        file: 'libs/services/chat/src/deliver-replies.ts',
        find: 'const queue = this.queues.get(row.conversation);',
        replace: 'const queue = this.queues.get(row.reply);',
      },
      {
        file: 'libs/services/chat/src/deliver-replies.ts',
        find: 'this.queues.set(row.conversation, [reply]);',
        replace: 'this.queues.set(row.reply, [reply]);',
      },
      {
        file: 'libs/services/chat/src/deliver-replies.ts',
        find: 'this.run(row.conversation)',
        replace: 'this.run(row.reply)',
      },
    ],
    spec: specs.deliver,
    fails: [
      'waits for the one before it, however long that is told to wait',
      'waits for one that a dead process has claimed',
      'rule 23: is looked for before it is sent again',
    ],
  },
  {
    rule: 'rule 23',
    without: 'the claim before a reply is sent',
    edits: [
      {
        file: 'libs/services/chat/src/deliver-reply.ts',
        find: 'return won ? ownUntil : null;',
        replace: 'return won ? ownUntil : ownUntil;',
      },
    ],
    spec: specs.deliver,
    fails: ['is not sent by a second process while the first one has claimed it'],
  },
  {
    rule: 'rule 23',
    without: 'the search for replies that a dead process left',
    edits: [
      {
        file: 'libs/services/chat/src/deliver-replies.ts',
        find: 'const pending = await this.self.ports.deliveries.pending(limit, this.underWay);',
        replace: 'const pending = (await this.self.ports.deliveries.pending(limit, this.underWay)).slice(0, 0);',
      },
    ],
    spec: specs.deliver,
    fails: [
      'left behind by a killed process is found at the next start',
      'claimed by a process that died is sent again',
      'waits for one that a dead process has claimed',
      'because its process died is looked for by the next one',
      'rule 24: is held up by the patience that the vendor asked for there',
    ],
  },
  {
    rule: 'rule 25',
    without: 'the suppression by epoch',
    edits: [
      {
        file: 'libs/services/chat/src/suppression.ts',
        find: "return message.from === 'bot' && delivery.epoch < current.epoch && message.seq > current.seq;",
        replace: "return message.from === 'bot' && delivery.epoch < current.epoch && message.seq < 0;",
      },
    ],
    spec: specs.suppression,
    fails: ['is suppressed if the bot decided it before the claim and committed it after'],
  },
  {
    rule: 'rule 25',
    without: 'the sending of what was committed before the claim',
    edits: [
      {
        file: 'libs/services/chat/src/suppression.ts',
        find: ' && message.seq > current.seq;',
        replace: ';',
      },
    ],
    spec: specs.suppression,
    fails: ['is sent if it was committed before the claim'],
  },
  {
    rule: 'rule 25',
    without: 'the look at the epoch just before a reply is sent',
    edits: [
      {
        file: 'libs/services/chat/src/deliver-reply.ts',
        find: 'return isSuppressed(row, message, await ports.conversations.get(row));',
        replace: 'return isSuppressed(row, message, row.number < 0 ? await ports.conversations.get(row) : null);',
      },
    ],
    spec: specs.lastMoment,
    fails: ['rule 25: is not sent once an agent has claimed the conversation'],
  },
  {
    rule: 'rule 25',
    without: 'the epoch that a handoff raises',
    edits: [
      {
        file: 'libs/domain/conversation/src/decide.ts',
        find: "(before.control === 'bot' && control === 'agent' ? 1 : 0)",
        replace: "(before.control === 'bot' && control === 'agent' ? 0 : 0)",
      },
    ],
    spec: specs.decide,
    fails: [
      'rule 25: raises the epoch in the entry that enters it',
      'rule 25: silences the bot',
      'rule 25: cancels open operations',
    ],
  },
  {
    rule: 'rule 25',
    without: 'the silence of the bot during a handoff',
    edits: [
      {
        file: 'libs/domain/conversation/src/decide.ts',
        find: 'const replies = muted ? [] : repliesOf(turn, rules);',
        replace: 'const replies = muted ? repliesOf(turn, rules) : repliesOf(turn, rules);',
      },
    ],
    spec: specs.decide,
    fails: ['rule 25: silences the bot until the agent closes it', 'rule 4: numbers its messages'],
  },
  {
    rule: 'rule 25',
    without: 'the cancelling of operations by a handoff',
    edits: [
      {
        file: 'libs/domain/conversation/src/hear.ts',
        find: "    run.step({ kind: 'result', operation, outcome: 'unknown' });\n",
        replace: "    if (operation === '') run.step({ kind: 'result', operation, outcome: 'unknown' });\n",
      },
    ],
    spec: specs.decide,
    fails: ['rule 25: cancels open operations'],
  },
  {
    rule: 'rule 25',
    without: 'the refusal of an agent outside a handoff',
    edits: [
      {
        file: 'libs/domain/conversation/src/turn.ts',
        find: "if (isAgentAct(stimulus) && before.control !== 'agent') return unmoved(before, refused('handoff.not-open'));",
        replace: "if (isAgentAct(stimulus) && before.seq < 0) return unmoved(before, refused('handoff.not-open'));",
      },
    ],
    spec: specs.decide,
    fails: ['rule 25: lets an agent speak, whether or not the machine listens; outside of it that is refused'],
  },
  {
    rule: 'rule 26',
    without: 'the look into the journal at the hint of another process',
    edits: [
      {
        file: 'libs/services/chat/src/outcome-waiters.ts',
        find: 'this.ports.updates.subscribe(conversation, ask)',
        replace: 'this.ports.updates.subscribe(conversation, () => undefined)',
      },
    ],
    spec: specs.outcomeWaiters,
    fails: ['rule 26: is told of what another process settled, at its hint'],
  },
  {
    rule: 'rule 26',
    without: 'the look into the journal though no hint came',
    edits: [
      {
        file: 'libs/services/chat/src/outcome-waiters.ts',
        find: 'setInterval(ask, askEveryMs)',
        replace: 'setInterval(() => undefined, askEveryMs)',
      },
    ],
    spec: specs.outcomeWaiters,
    fails: ['rule 26: is told of what another process settled though its hint was lost'],
  },
];
