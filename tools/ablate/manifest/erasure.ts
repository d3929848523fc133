import type { Ablation } from '../ablation.ts';
import { specs } from './specs.ts';

/** Rule 27. */
export const erasure: readonly Ablation[] = [
  {
    rule: 'rule 27',
    without: 'encryption: a seal shows what it holds',
    edits: [
      {
        file: 'libs/infra/local/src/node-sealing.ts',
        find: 'sealed.set(cipher.update(plain), HEAD);',
        replace: 'cipher.update(plain);\n    sealed.set(plain, HEAD);',
      },
      {
        file: 'libs/infra/local/src/node-sealing.ts',
        find: 'const plain = decipher.update(sealed.subarray(HEAD, sealed.length - TAG));',
        replace:
          "const cipher = createCipheriv('aes-256-gcm', key, sealed.subarray(1, HEAD), { authTagLength: TAG });\n    const plain = sealed.subarray(HEAD, sealed.length - TAG);\n    decipher.update(cipher.update(plain));",
      },
    ],
    spec: specs.advance,
    fails: ['rule 9: seals what was said, everywhere'],
  },
  {
    rule: 'rule 27',
    without: 'the context that binds a seal to its place',
    edits: [
      {
        file: 'libs/infra/local/src/node-sealing.ts',
        find: "    cipher.setAAD(Buffer.from(context, 'utf8'));\n",
        replace: '    if (context.length < 0) throw new RangeError(context);\n',
      },
      {
        file: 'libs/infra/local/src/node-sealing.ts',
        find: "    decipher.setAAD(Buffer.from(context, 'utf8'));\n",
        replace: '    if (context.length < 0) throw new RangeError(context);\n',
      },
    ],
    spec: specs.sealing,
    fails: ['refuses another context', 'with the context authenticated', 'wraps a key so that only the same root key'],
  },
  {
    rule: 'rule 27',
    without: 'the tag of a seal',
    edits: [
      {
        file: 'libs/infra/local/src/node-sealing.ts',
        find: '    try {\n      decipher.final();\n    } catch {\n      return null;\n    }\n',
        replace: '',
      },
    ],
    spec: specs.sealing,
    fails: [
      'refuses a sealed text in which any one byte was changed',
      'refuses a sealed text cut short or made longer',
      'refuses another context',
      'refuses another key',
      'wraps a key so that only the same root key',
    ],
  },
  {
    rule: 'rule 27',
    without: 'the destruction of the key',
    edits: [
      {
        file: 'libs/services/chat/src/record-outcome.ts',
        find: '    await ports.keyring.destroy(record, record.generation, ports.now());\n',
        replace: '',
      },
    ],
    spec: specs.agents,
    fails: ['leaves no message and no readable key behind'],
  },
  {
    rule: 'rule 27',
    without: 'the order of an erasure: the key goes first',
    edits: [
      {
        file: 'libs/services/chat/src/record-outcome.ts',
        find: '  for (const { erases, summary } of projections) if (erases) await ports.messages.erase(summary);\n',
        replace: '',
      },
      {
        file: 'libs/services/chat/src/record-outcome.ts',
        find: "    failpoint('chat.after-key-destroyed');\n  }\n",
        replace:
          "    failpoint('chat.after-key-destroyed');\n  }\n  for (const { erases, summary } of projections) if (erases) await ports.messages.erase(summary);\n",
      },
    ],
    spec: specs.orderOfErasure,
    fails: ['rule 27: that was cut off half-way is done again'],
  },
  {
    rule: 'rule 27',
    without: 'the deletion of messages where chat’s rows ride along',
    edits: [
      {
        file: 'libs/services/chat/src/record-outcome.ts',
        find: 'if (erases) await ports.messages.erase(summary);',
        replace: 'if (erases && !config.riders) await ports.messages.erase(summary);',
      },
    ],
    spec: specs.orderOfErasure,
    fails: ['rule 27: deletes what was said, riders true'],
  },
  {
    rule: 'rule 27',
    without: 'the forgetting of a destroyed key in memory',
    edits: [{ file: 'libs/service-kit/src/keyring.ts', find: '      this.current.delete(name);\n', replace: '' }],
    spec: specs.keyring,
    fails: [
      'has no key any more, in this process at once',
      'keeps its next generation',
      'is forgotten even when the answer of the store was lost',
      'seals what is said later with the next generation',
    ],
  },
  {
    rule: 'rule 27',
    without: 'the mark up to which messages were erased',
    edits: [
      {
        file: 'libs/infra/postgres/migrations/0004-chat.sql',
        find: `start := greatest(after, (
    select e.number from parley.erased_messages e
    where e.tenant = of_tenant and e.conversation = of_conversation order by e.number desc limit 1));`,
        replace: 'start := after;',
      },
      {
        file: 'libs/infra/postgres/migrations/0004-chat.sql',
        find: `kept[m.n] and (fresh or m.number > coalesce((
    select max(e.number) from parley.erased_messages e
    where e.tenant = tenants[m.n] and e.conversation = conversations[m.n]
  ), 0))`,
        replace: 'kept[m.n]',
      },
    ],
    spec: specs.messages,
    fails: [
      'rule 27: after an erasure nothing said before is there or comes back',
      'rule 27: an erasure done again leaves what was said since',
    ],
  },
  {
    rule: 'rule 27',
    without: 'the tenant’s key for the tombstone',
    edits: [
      {
        file: 'libs/services/state-engine/src/seal-turn.ts',
        find: "const isTombstone = entry.outcome.kind === 'erased';",
        replace: "const isTombstone = entry.outcome.kind === 'erased' && entry.seq < 0;",
      },
    ],
    spec: specs.erase,
    fails: ['rule 27: leaves a tombstone that can be read, and nothing else'],
  },
];
