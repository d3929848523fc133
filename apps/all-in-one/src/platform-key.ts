import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDurably, makeDurableFolder } from '@parley/local';
import { newPlatformKey, securityDefaults } from '@parley/security';

/** The key that creates tenants: given by the operator, or made once and kept in the data folder (mode 0600). */
export async function platformKey(dataFolder: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const file = join(dataFolder, 'platform.key');
  const made = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
  await makeDurableFolder(dataFolder);
  await createDurably(file, Buffer.from(`${made}\n`));
  return (await readFile(file, 'utf8')).trim();
}
