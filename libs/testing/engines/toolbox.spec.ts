import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { demand, installed, programFolder, run, type Tool } from './toolbox.ts';

const node: Tool = {
  command: process.execPath,
  versionArgs: ['--version'],
  version: /v(\d+)\.(\d+)/,
  oldest: [20, 0],
  purpose: 'the dance',
  remedy: 'apt-get install nodejs',
};

describe('a tool of the machine', () => {
  it('is taken when it is new enough', () => {
    expect(() => demand(node)).not.toThrow();
  });

  it('that is missing is named, with what needs it and how to get it', () => {
    expect(() => demand({ ...node, command: 'no-such-tool' })).toThrow(
      'no-such-tool 20 or newer is needed for the dance, and there is none: apt-get install nodejs.',
    );
  });

  it('that is too old is named with its version', () => {
    expect(() => demand({ ...node, oldest: [999, 1] })).toThrow(
      /999\.1 or newer is needed for the dance, and this is \d+\.\d+: apt-get/,
    );
  });

  it('that fails says at the end why', async () => {
    await expect(run('sh', ['-c', 'echo because >&2; exit 3'], '/tmp')).rejects.toThrow(/failed:\nbecause$/);
  });
});

describe('a program under .engines', () => {
  const name = `spec-${randomUUID()}`;
  const folder = programFolder(name);
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is not there when it was made only in part', async () => {
    const half = installed(name, (draft) => {
      writeFileSync(join(draft, 'half'), '');
      return Promise.reject(new Error('the power failed'));
    });
    await expect(half).rejects.toThrow('the power failed');
    expect(existsSync(folder)).toBe(false);
  });

  it('is made once', async () => {
    let made = 0;
    const make = (draft: string): Promise<void> => {
      made += 1;
      writeFileSync(join(draft, 'program'), '');
      return Promise.resolve();
    };
    await installed(name, make);
    await installed(name, make);
    expect([made, existsSync(join(folder, 'program'))]).toEqual([1, true]);
  });
});
