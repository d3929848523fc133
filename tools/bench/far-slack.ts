import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../fitness/sources.ts';
import { cpuMs } from './cpu-time.ts';
import type { FarReplies, FarWord } from './far-words.ts';

/** The fake Slack in a process of its own. */
export class FarSlack {
  /** Replies received since they were last told. */
  received = 0;

  private constructor(
    private readonly child: ChildProcess,
    readonly open: Extract<FarWord, { kind: 'open' }>,
  ) {
    child.on('message', (word: FarWord) => {
      if (word.kind === 'received') this.received = word.count;
    });
  }

  static async start(): Promise<FarSlack> {
    const outfile = join(root, 'dist/tools/far-slack.mjs');
    await build({
      entryPoints: [join(root, 'tools/bench/far-slack/main.ts')],
      outfile,
      bundle: true,
      minifySyntax: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      external: ['undici'],
      logLevel: 'error',
    });
    const child = fork(outfile, [], { execArgv: [], serialization: 'advanced' });
    const [word] = (await once(child, 'message')) as [FarWord];
    if (word.kind !== 'open') throw new Error('The fake Slack did not open.');
    return new FarSlack(child, word);
  }

  cpu(): number {
    return cpuMs(this.child.pid ?? 0);
  }

  /** Everything since the last time; it is forgotten there. */
  async tell(): Promise<FarReplies> {
    return new Promise((resolve) => {
      const told = (word: FarWord): void => {
        if (word.kind !== 'told') return;
        this.child.off('message', told);
        this.received = 0;
        resolve(word);
      };
      this.child.on('message', told);
      this.child.send('tell');
    });
  }

  stop(): void {
    this.child.kill();
  }
}
