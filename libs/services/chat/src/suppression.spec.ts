import type { ConversationSummary } from '@parley/conversation';
import { isSuppressed } from './suppression.ts';

const summary = (change: Partial<ConversationSummary>): ConversationSummary => ({
  ...{ tenant: 'bank', conversation: 'ann', connection: 'c', seq: 5, episode: 1, flow: 'f', language: 'en' },
  ...{ status: 'agent', states: [], lastMessage: 9, firstMessage: 1, epoch: 2, updatedAt: 1, ...change },
});

describe('a reply when an agent has claimed the conversation', () => {
  const late = { from: 'bot', seq: 6, number: 10 } as const;

  it('is suppressed if the bot decided it before the claim and committed it after', () => {
    expect(isSuppressed({ epoch: 1 }, late, summary({}))).toBe(true);
  });

  it('is sent if it was committed before the claim', () => {
    expect(isSuppressed({ epoch: 1 }, { ...late, seq: 4, number: 8 }, summary({}))).toBe(false);
  });

  it("is sent if it is the agent's own, or of the claim's own epoch", () => {
    expect(isSuppressed({ epoch: 1 }, { ...late, from: 'agent' }, summary({}))).toBe(false);
    expect(isSuppressed({ epoch: 2 }, late, summary({}))).toBe(false);
  });
});

describe('a reply of an erased conversation', () => {
  it('is never sent', () => {
    const said = { from: 'bot', seq: 4, number: 8 } as const;
    expect(isSuppressed({ epoch: 2 }, said, summary({ status: 'erased' }))).toBe(true);
    expect(isSuppressed({ epoch: 2 }, said, summary({ status: 'bot', firstMessage: 9 }))).toBe(true);
  });

  it('is sent when nothing is known of the conversation yet', () => {
    expect(isSuppressed({ epoch: 0 }, { from: 'bot', seq: 1, number: 2 }, null)).toBe(false);
  });
});
