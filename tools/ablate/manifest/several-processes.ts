import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

const chat = 'libs/services/chat/src';

/** What of rule 23 is needed only where several chats deliver. */
export const severalProcesses: readonly Ablation[] = [
  {
    rule: 'rule 23',
    without: 'the look for what another process left of a conversation',
    edits: [
      {
        file: `${chat}/deliver-replies.ts`,
        find: 'for (const conversation of this.takeUp(pending, reading, []))',
        replace: 'for (const conversation of this.takeUp(pending.slice(-1), reading, []))',
      },
    ],
    spec: specs.besideOthers,
    fails: ['rule 23: come after what another process left of the conversation'],
  },
  {
    rule: 'rule 23',
    without: 'the patience with a reply that another process recorded just now',
    edits: [
      {
        file: `${chat}/deliver-replies.ts`,
        find: 'return Math.abs(now - createdAt) >= sendClaimMs;',
        replace: 'return now - createdAt >= -sendClaimMs;',
      },
    ],
    spec: specs.besideOthers,
    fails: ['rule 23: are left to whoever recorded them'],
  },
  {
    rule: 'rule 23',
    without: 'the last look at the claim before the call',
    edits: [
      {
        file: `${chat}/deliver-reply.ts`,
        find: 'if (self.ports.monotonic() >= ownUntil)',
        replace: 'if (self.ports.monotonic() >= Infinity)',
      },
    ],
    spec: specs.besideOthers,
    fails: ['rule 23: are not sent by a process that slept over its claim'],
  },
  {
    rule: 'rule 23',
    without: 'the distrust of every clock that can be set',
    edits: [
      {
        file: `${chat}/claim-watch.ts`,
        find: 'if (config.soleDeliverer)',
        replace: 'if (config.sendClaimMs > 0)',
      },
    ],
    spec: specs.besideOthers,
    fails: [
      'rule 23: are left to another process that claimed them, though our clock is an hour ahead',
      'rule 23: are taken over from a process that died with its clock an hour ahead',
    ],
  },
];
