import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineProblem } from './engine.ts';
import { run } from './toolbox.ts';

const source = fileURLToPath(new URL('./ferretdb', import.meta.url));
const MODULE = 'github.com/FerretDB/FerretDB';
const BACKEND = 'internal/backends/sqlite';
/** Where the SQLite backend asks for rows, and what is put before it. */
const ASKING = '\tq += whereClause\n';
const NARROWED =
  '\tif narrowed, own := indexedWhere(params.Filter); narrowed != "" {\n\t\twhereClause, args = narrowed, own\n\t}\n\n';

/** How deletions and updates name the id, which no index does, and how the index does. */
const ID = `IDColumn = DefaultColumn + "->'$._id'"`;
const INDEXED_ID = 'IDColumn = DefaultColumn + `->"_id"`';

/**
 * FerretDB as it is but for one thing: what is done by ids goes by the index on them. Else each reads its whole collection, up to
 * 100 µs a row, and a thousand readers who come back at once wait for minutes where MongoDB answers within milliseconds.
 */
export async function buildFerret(go: string, draft: string): Promise<void> {
  await run(go, ['mod', 'download', MODULE], source);
  const fetched = execFileSync(go, ['list', '-m', '-f', '{{.Dir}}', MODULE], { cwd: source, encoding: 'utf8' }).trim();
  const changed = join(draft, 'changed');
  cpSync(fetched, changed, { recursive: true });
  // What Go fetches may not be written to.
  await run('chmod', ['-R', 'u+w', changed], draft);
  narrow(join(changed, BACKEND));
  const modules = join(draft, 'go.mod');
  writeFileSync(modules, `${readFileSync(join(source, 'go.mod'), 'utf8')}\nreplace ${MODULE} => ${changed}\n`);
  copyFileSync(join(source, 'go.sum'), join(draft, 'go.sum'));
  await run(go, ['build', '-modfile', modules, '-o', join(draft, 'ferretdb'), '.'], source);
  for (const rest of [changed, modules, join(draft, 'go.sum')]) rmSync(rest, { recursive: true });
}

function narrow(backend: string): void {
  replaceOnce(join(backend, 'collection.go'), ASKING, NARROWED + ASKING);
  replaceOnce(join(backend, 'metadata/metadata.go'), ID, INDEXED_ID);
  copyFileSync(join(source, 'added/indexed-where.go'), join(backend, 'indexed-where.go'));
}

function replaceOnce(file: string, found: string, instead: string): void {
  const code = readFileSync(file, 'utf8');
  if (code.split(found).length !== 2) throw new EngineProblem('FerretDB asks for rows in another way than expected.');
  writeFileSync(
    file,
    code.replace(found, () => instead),
  );
}
