import { MemoryConversationKeys, type ConversationKeysStore } from '@parley/ports';
import { conversationKeysSuite } from '@parley/ports/suites/conversation-keys';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { erasuresFile, erasuresSince, NotedKeys } from './erasures.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-erasures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

conversationKeysSuite({
  name: 'NotedKeys',
  open: async () => {
    const store: ConversationKeysStore = new Map();
    const [first, second] = [0, 1].map(() => new NotedKeys(new MemoryConversationKeys(store), folder));
    return { first: first!, second: second!, close: () => Promise.resolve() };
  },
});

describe('the list of erasures', () => {
  it('names a destroyed key before it is destroyed', async () => {
    const keys = new MemoryConversationKeys();
    const noted = new NotedKeys(keys, folder);
    const ann = { tenant: 'bank', conversation: 'ann' };
    keys.destroy = async () => {
      const known = await erasuresSince(join(folder, erasuresFile), 0, true);
      expect(known).toContainEqual({ at: 77, ...ann });
    };
    await noted.destroy(ann, 1, 77);
    expect.assertions(1);
  });
});
