import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { content, describeEngines, HttpClient, WebVisitor } from '@parley/testing';

const root = join(import.meta.dirname, '../../..');

/** `apps/docs/deploy.md`, One machine by hand: from engines to the first reply. */
describeEngines(['kafka', 'redis', 'mongodb', 'postgres'], 'the house on one machine', () => {
  it('is there after one command, answers in the chat, and goes when it is told to', async () => {
    const house = spawn(join(root, 'node_modules/.bin/tsx'), ['tools/house/main.ts', '--instances', '1'], {
      cwd: root,
    });
    let said = '';
    house.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    house.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const gone = new Promise<number | null>((resolve) => house.once('exit', resolve));
    const deadline = Date.now() + 120_000;
    while (!said.includes('Parley is ready.') && house.exitCode === null && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const [, origin = '', connection = ''] = /Chat +(http\S+)\/chat\/(\S+)/.exec(said) ?? [said];
    const http = new HttpClient(origin);
    const ann = await WebVisitor.arrive(http, connection);
    content(await ann.opened());
    content(await ann.say('m1', 'send 200 to Ann'));
    await ann.until((messages) => messages.some(({ text }) => text.startsWith('Done')), 60_000);
    await http.close();
    house.kill('SIGTERM');
    expect(await gone).toBe(0);
  }, 240_000);
});
