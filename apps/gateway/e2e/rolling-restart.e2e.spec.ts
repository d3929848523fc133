import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describeEngines } from '@parley/testing';

const root = join(import.meta.dirname, '../../..');
const sockets = 30;

/** `npm run chaos -- --rolling`, small: the same people, widgets and judge, each service restarted once. */
describeEngines(['kafka', 'redis', 'mongodb', 'postgres'], 'a rolling restart under open web chats', () => {
  it('leaves every acknowledged message answered, every socket resumed, and no fault that the widget does not try again after', async () => {
    const words = ['--rolling', '--sockets', String(sockets), '--rate', '4', '--instances', '1', '--engines-up'];
    const run = spawn(join(root, 'node_modules/.bin/tsx'), ['tools/chaos/main.ts', ...words, '--seed', '1'], {
      cwd: root,
    });
    let verdictLine = '';
    let progress = '';
    run.stdout.on('data', (chunk: Buffer) => (verdictLine += chunk.toString()));
    run.stderr.on('data', (chunk: Buffer) => (progress += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => run.once('close', resolve));
    if (code !== 0) throw new Error(`ended with ${code}:\n${progress}${verdictLine}`);
    const verdict = JSON.parse(verdictLine.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
    expect(verdict).toMatchObject({
      ...{ unacknowledged: 0, lost: 0, unanswered: 0, repeated: 0, reordered: 0, refused: 0 },
      ...{ socketsMissing: 0, outOfTurn: 0, errors: 0, transfersAmiss: 0, replayMismatches: 0, endedBadly: 0 },
    });
    const { acknowledged, socketsDropped, socketsResumed } = verdict as Record<string, number>;
    expect(acknowledged).toBeGreaterThan(0);
    // Whoever was restarted held some of them: the gateway's own, and those that chat streamed to.
    expect(socketsDropped).toBeGreaterThan(0);
    expect(socketsResumed).toBe(socketsDropped);
  }, 420_000);
});
