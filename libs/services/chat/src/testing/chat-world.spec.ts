import { openChatWorld } from './chat-world.ts';
import type { ChatWorld } from './chat-world.ts';

describe('a test that ends before it has stopped what it started', () => {
  let worlds: readonly ChatWorld[] = [];

  it('leaves a chat running, and another over the same store', async () => {
    const world = await openChatWorld();
    worlds = [world, world.restart()];
    for (const { chat } of worlds) await chat.start();
    expect(await world.say('ann', '1', 'hi')).toEqual(['web:1']);
  });

  it('finds them drained when the next test begins', async () => {
    expect(worlds).toHaveLength(2);
    for (const world of worlds) {
      await expect(world.say('ann', '2', 'hi')).rejects.toMatchObject({ code: 'chat.busy' });
    }
  });
});
