import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-proto-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What `npm run proto:breaking` says of our contracts with one change in one file. */
function breakingAfter(file: string, from: string, to: string): { readonly refused: boolean; readonly says: string } {
  cpSync(join(root, 'proto'), folder, { recursive: true });
  const changed = join(folder, file);
  const text = readFileSync(changed, 'utf8');
  expect(text.split(from)).toHaveLength(2);
  writeFileSync(changed, text.replace(from, to));
  const buf = join(root, 'node_modules/.bin/buf');
  const { status, stdout } = spawnSync(buf, ['breaking', folder, '--against', join(root, 'proto/image.binpb')], {
    encoding: 'utf8',
  });
  return { refused: status !== 0, says: stdout };
}

const stimulus = 'parley/message/v1/inbound_stimulus.proto';
const engine = 'parley/state_engine/v1/state_engine_service.proto';

describe('a change of a contract', () => {
  it.each([
    ['the type of a field in what a topic carries', stimulus, 'bytes sealed = 6', 'string sealed = 6'],
    ['the number of a field in what a topic carries', stimulus, 'bytes sealed = 6', 'bytes sealed = 16'],
    ['a method that is gone', engine, 'rpc ListFailed(', 'rpc ListFailures('],
    ['the answer of a method', engine, 'returns (AdvanceResponse)', 'returns (ReadContextResponse)'],
    ['a method that may be asked again no longer', engine, 'option idempotency_level = IDEMPOTENT;', ''],
  ])('that would break who still runs the last release is refused: %s', (_what, file, from, to) => {
    const { refused, says } = breakingAfter(file, from, to);
    expect(refused).toBe(true);
    expect(says).toContain(file);
  });

  it('that only adds is let through', () => {
    const added = 'bool with_projection = 2;\n  // New.\n  bool fast = 3;';
    expect(breakingAfter(engine, 'bool with_projection = 2;', added)).toEqual({ refused: false, says: '' });
  });
});
