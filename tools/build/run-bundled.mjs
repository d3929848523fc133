// Starts a program of ours quickly in any clone, without a build step by hand: bundles it when a source has changed since (less
// than 0.1 s), else runs the bundle of the last time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * @param {{ name: string, entry: string, sources: readonly string[] }} program its folder under dist/, its first file, and
 *   the folders of all its sources
 */
export async function runBundled({ name, entry, sources }) {
  const file = join(root, 'dist', name, `${fingerprint(sources)}.mjs`);
  await import(pathToFileURL(existsSync(file) ? file : await bundle(entry, file)).href);
}

/** Changes whenever a source file comes, goes or is written. */
function fingerprint(sources) {
  const hash = createHash('sha256').update(process.version);
  for (const folder of sources) addFolder(hash, join(root, folder));
  return hash.digest('hex').slice(0, 16);
}

function addFolder(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, path);
    else if (!entry.name.endsWith('.spec.ts')) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path} ${size} ${mtimeMs}\n`);
    }
  }
}

async function bundle(entry, file) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // A package in CommonJS asks for node's modules by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    tsconfig: join(root, 'tsconfig.base.json'),
    logLevel: 'warning',
  });
  return keep(file, outputFiles[0].contents);
}

/** Written beside and renamed, so that two programs starting at once never read half a bundle. */
function keep(file, contents) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    for (const old of readdirSync(dirname(file))) {
      if (isForgotten(join(dirname(file), old))) rmSync(join(dirname(file), old), { force: true });
    }
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, contents);
    renameSync(beside, file);
    return file;
  } catch {
    // A clone that cannot be written to: a bundle for this start alone.
    const alone = join(mkdtempSync(join(tmpdir(), 'parley-')), 'program.mjs');
    writeFileSync(alone, contents);
    process.on('exit', () => rmSync(dirname(alone), { recursive: true, force: true }));
    return alone;
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;

function isForgotten(path) {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > DAY_MS;
}
