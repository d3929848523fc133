import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkLibraries } from './binaries.ts';

describe('the programs from npm', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'parley-programs-'));
    mkdirSync(join(root, 'native/lib'), { recursive: true });
    writeFileSync(join(root, 'native/lib/libpq.so.5.18'), 'library');
    const links = [
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
    ];
    writeFileSync(join(root, 'native/pg-symlinks.json'), JSON.stringify(links));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('get the links that npm skips when it runs no scripts, relative, so that the folder can be moved', () => {
    linkLibraries(join(root, 'native'));
    expect(readlinkSync(join(root, 'native/lib/libpq.so.5'))).toBe('libpq.so.5.18');
    expect(readFileSync(join(root, 'native/lib/libpq.so'), 'utf8')).toBe('library');
  });

  it('keep the links that are there already', () => {
    linkLibraries(join(root, 'native'));
    linkLibraries(join(root, 'native'));
    expect(readlinkSync(join(root, 'native/lib/libpq.so'))).toBe('libpq.so.5.18');
  });
});
