import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

const slack = 'libs/channels/slack/src';
const chat = 'libs/services/chat/src';
const vendor = 'vendors';

/** Rule 24, the part of rule 23 that vendors need, and what is taken of vendors. */
export const channels: readonly Ablation[] = [
  {
    rule: 'rule 23',
    without: 'the look for a reply whose answer was lost',
    edits: [
      {
        file: `${chat}/deliver-reply.ts`,
        find: 'if (!channel.deduplicates && reply.mayBeSent) {',
        replace: 'if (!channel.deduplicates && reply.mayBeSent && reply.losses < 0) {',
      },
    ],
    spec: specs.deliver,
    fails: [
      'rule 23: is looked for before it is sent again',
      'rule 23: is sent again, under the same id',
      'because its process died is looked for by the next one',
    ],
  },
  {
    rule: 'rule 23',
    without: 'the wait of what follows for what a dead process has claimed',
    edits: [
      {
        file: `${chat}/deliver-replies.ts`,
        find: 'if (this.blocked.has(row.conversation)) continue;',
        replace: 'if (this.blocked.has(row.reply)) continue;',
      },
    ],
    spec: specs.deliver,
    fails: ['waits for one that a dead process has claimed'],
  },
  {
    rule: 'rule 23',
    without: 'the look at which reply of the queue came to its end',
    edits: [
      { file: `${chat}/deliver-replies.ts`, find: 'queue.splice(queue.indexOf(next), 1);', replace: 'queue.shift();' },
    ],
    spec: specs.deliverReplies,
    fails: ['rule 23: are sent once each, though an earlier one is found'],
  },
  {
    rule: 'rule 23',
    without: 'the wait of what follows for what was let go',
    edits: [
      {
        file: `${chat}/deliver-replies.ts`,
        find: 'if (queue.length > 0) {\n        this.blocked.add(conversation);',
        replace: 'if (queue.length > 0) {\n        this.blocked.delete(conversation);',
      },
    ],
    spec: specs.deliverReplies,
    fails: [
      'rule 23: wait for one that another process turned out to have claimed',
      'rule 23: wait for one let go of which a page cut at its limit',
    ],
  },
  {
    rule: 'rule 23',
    without: 'the note of what was sent while a scan was reading',
    edits: [
      {
        file: `${chat}/deliver-replies.ts`,
        find: 'if (ended.has(row.reply)) continue;',
        replace: "if (ended.has('')) continue;",
      },
    ],
    spec: specs.deliverReplies,
    fails: ['rule 23: are let be by a scan that asked the store before'],
  },
  {
    rule: 'rule 23',
    without: 'the note of what was let go while a scan was reading',
    edits: [
      {
        file: `${chat}/deliver-replies.ts`,
        find: 'reading.letGo.add(conversation);',
        replace: 'reading.letGo.delete(conversation);',
      },
    ],
    spec: specs.deliverReplies,
    fails: ['rule 23: wait for one that was let go while a scan was reading'],
  },
  {
    rule: 'rule 23',
    without: 'the wait until all that is pending is known',
    edits: [
      {
        file: `${chat}/deliver-replies.ts`,
        find: 'if (!this.knowsAll) return;',
        replace: 'if (this.knowsAll) void 0;',
      },
    ],
    spec: specs.deliverReplies,
    fails: ['rule 23: wait until all that a process before left is known'],
  },
  {
    rule: 'rule 23',
    without: 'the marks of what a page that was cut does not show',
    edits: [
      {
        file: `${chat}/deliver-replies.ts`,
        find: 'isAll ? [] : this.blockedBehind(pending)',
        replace: 'isAll ? [] : this.blockedBehind(pending).slice(0, 0)',
      },
    ],
    spec: specs.deliverReplies,
    fails: ['rule 23: wait for one let go of which a page cut at its limit'],
  },
  {
    rule: 'rule 23',
    without: 'the id of the reply in the metadata of its message',
    edits: [
      {
        file: `${slack}/slack-channel.ts`,
        find: 'event_payload: { reply } },',
        replace: 'event_payload: {} },',
      },
    ],
    spec: specs.slackChannel,
    fails: [
      'are shown, in the order sent',
      'say when to come again if the far side asks for patience',
      'are found when they were sent',
      'whose answer was lost are known to be uncertain',
      'stands in its thread, with its id',
      'is found behind many other messages',
    ],
  },
  {
    rule: 'rule 24',
    without: 'the bucket of a place',
    edits: [
      {
        file: `${chat}/outbound-gate.ts`,
        find: 'return answer.allowed ? 0 : answer.retryInMs;',
        replace: 'return answer.allowed ? 0 : 0;',
      },
    ],
    spec: specs.deliver,
    fails: ['rule 24: waits for its bucket without an attempt'],
  },
  {
    rule: 'rule 24',
    without: 'the patience that a vendor asked for, over a restart',
    edits: [
      {
        file: `${chat}/outbound-gate.ts`,
        find: 'for (const hold of active) this.keep(hold, hold.until);',
        replace: 'for (const hold of active) this.keep(hold, 0);',
      },
    ],
    spec: specs.deliver,
    fails: ['rule 24: is held up by the patience that the vendor asked for there'],
  },
  {
    rule: 'rule 24',
    without: 'the maximum of what was asked for',
    edits: [
      {
        file: 'libs/infra/postgres/migrations/0017-channels.sql',
        find: 'max(h.until) from holds h',
        replace: 'min(h.until) from holds h',
      },
      {
        file: 'libs/infra/postgres/src/holds/postgres-holds.ts',
        find: 'and bucket = $3 and until < $4`',
        replace: 'and bucket = $3 and until < $4 and false`',
      },
    ],
    spec: specs.holds,
    fails: ['rule 24: is read as a maximum'],
  },
  {
    rule: vendor,
    without: 'the signature of a request',
    edits: [
      {
        file: `${slack}/signature.ts`,
        find: "if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';",
        replace: "if (given.length !== expected.length && !timingSafeEqual(expected, expected)) return 'forged';",
      },
    ],
    spec: specs.slackIntake,
    fails: [
      'is forged when one byte of the body, the time or itself is another',
      'is genuine for whatever bytes were signed, and for no others',
      'is forged without headers',
      'is not asked for when Slack checks the certificate',
    ],
  },
  {
    rule: vendor,
    without: 'the refusal of a time from the future',
    edits: [
      {
        file: `${slack}/signature.ts`,
        find: 'Math.abs(now - Number(timestamp) * 1000) <= toleranceMs',
        replace: 'now - Number(timestamp) * 1000 <= toleranceMs',
      },
    ],
    spec: specs.slackIntake,
    fails: ['is stale five minutes later, and just as stale five minutes ahead'],
  },
  {
    rule: vendor,
    without: 'the one id of a mention that comes as two events',
    edits: [
      {
        file: `${slack}/parse-message.ts`,
        find: 'id: `${context.team}:${channel}:${ts}`,\n    thread',
        replace: "id: `${context.team}:${channel}:${ts}:${textOf(event, 'type')}`,\n    thread",
      },
    ],
    spec: specs.slackIntake,
    fails: [
      'is one stimulus for a mention',
      'is read: a direct message',
      'is read: a mention',
      'is read: the same mention',
      'is read: a reply',
      'is read: a file',
      'is read: a message of blocks alone',
      'is read: a /me message',
    ],
  },
  {
    rule: vendor,
    without: 'the silence towards apps, ourselves among them',
    edits: [
      {
        file: `${slack}/parse-message.ts`,
        find: "if (textOf(message, 'bot_id') !== '' || textOf(message, 'subtype') === 'bot_message') return true;",
        replace: "if (textOf(message, 'bot_id') === 'nobody') return true;",
      },
    ],
    spec: specs.slackIntake,
    fails: ['is read: a mention by another app'],
  },
  {
    rule: vendor,
    without: 'the escaping of what a text could mean to a vendor',
    edits: [
      {
        file: `${slack}/blocks.ts`,
        find: "return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');",
        replace: 'return text;',
      },
    ],
    spec: specs.slackChannel,
    fails: ['mentions nobody whatever its text is', 'of any length and script is taken'],
  },
  {
    rule: vendor,
    without: 'the setting aside of what cannot be read',
    edits: [
      {
        file: `${chat}/read-heard.ts`,
        find: "if (intake.acknowledges === 'with-ids') throw error;",
        replace: "if (intake.acknowledges !== 'with-ids') throw error;",
      },
    ],
    spec: specs.receive,
    fails: ['never learns that something could not be read or kept'],
  },
  {
    rule: vendor,
    without: 'the deafness for what is said where nobody called us',
    edits: [
      {
        file: `${chat}/take-stimuli.ts`,
        find: 'return heard.filter((_, index) => isOurs[index]);',
        replace: 'return heard.filter((_, index) => index >= 0 || isOurs[index]);',
      },
    ],
    spec: specs.receive,
    fails: ['is heard where we were called, and elsewhere not'],
  },
  {
    rule: vendor,
    without: 'the place of a conversation, kept before its reply goes out',
    edits: [{ file: `${chat}/take-stimuli.ts`, find: 'await places.note(heard);', replace: 'await places.note([]);' }],
    spec: specs.receive,
    fails: ['its reply goes to where the conversation takes place', 'is heard where we were called'],
  },
];
