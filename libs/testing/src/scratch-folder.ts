import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that the database's own user may pass through, so that everything of a run lies in it. */
export function scratchFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `parley-${purpose}-`));
  chmodSync(folder, 0o711);
  return folder;
}
