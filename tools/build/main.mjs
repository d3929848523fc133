// Bundles everything that runs into dist/, in well under a second. Our own packages go in, npm's stay in node_modules.
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

takeCommandLine();
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const out = join(root, 'dist/apps');

/** Plain JavaScript, because it makes what everything else is run from: the tools' own way is written in TypeScript. */
function takeCommandLine() {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
    if (!values.help) return;
  } catch (error) {
    console.error(`${error.message.split(/\. |\n/)[0]}. npm run build -- --help says what there is.`);
    process.exit(2);
  }
  console.log(
    'npm run build -- [options]\n\nBundles everything that runs into dist/. It takes a second.\n\n  --help  this',
  );
  process.exit(0);
}

/** Each service by itself, for Node. */
const services = ['gateway', 'chat', 'state-engine', 'model-orchestrator', 'adaptors', 'security'];
/** Those that bring the database to their version. */
const migrating = ['all-in-one', 'state-engine', 'security'];

/** Everything in one process, with the operator's programs. */
async function bundleAllInOne() {
  const names = ['main', 'backup', 'demo-key', 'demo-reset', 'erase-tenant', 'restore', 'scrub', 'status', 'verify'];
  await bundlePrograms('all-in-one', names);
  await cp(
    join(root, 'apps/docs/examples/bank-transfer.flow.json'),
    join(out, 'all-in-one', 'bank-transfer.flow.json'),
  );
}

/** Programs of one app: every entry becomes one file, beside the migrations if it needs them. */
async function bundlePrograms(app, names) {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const folder = join(out, app);
  await build({
    entryPoints: names.map((name) => join(root, 'apps', app, 'src', `${name}.ts`)),
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Members that stand in an object only for the length of a line, `{ ...{ a, b }, c }`, become plain ones: as they are
    // written each such object is of a shape of its own, which takes a hundred times as long to make and to read.
    minifySyntax: true,
    sourcemap: true,
    external: Object.keys(manifest.dependencies).flatMap((name) => [name, `${name}/*`]),
    tsconfig: join(root, 'tsconfig.base.json'),
    logLevel: 'warning',
  });
  if (!migrating.includes(app)) return;
  await cp(join(root, 'libs/infra/postgres/migrations'), join(folder, 'migrations'), { recursive: true });
}

const browser = {
  bundle: true,
  minify: true,
  sourcemap: true,
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
};

/** The chat page and the widget, as browsers load them. */
async function bundleChat() {
  const source = join(root, 'apps/web-chat/src');
  const folder = join(out, 'web-chat');
  await Promise.all([
    build({
      ...browser,
      entryPoints: [join(source, 'page.tsx'), join(source, 'page.css')],
      outdir: join(folder, 'assets'),
      format: 'esm',
    }),
    build({
      ...browser,
      entryPoints: [join(source, 'widget.tsx')],
      outdir: folder,
      format: 'iife',
      loader: { '.css': 'text' },
    }),
  ]);
  await cp(join(source, 'icon.svg'), join(folder, 'assets/icon.svg'));
  await cp(join(source, 'page.html'), join(folder, 'page.html'));
}

/** The console; its editor comes when a flow is opened, and what reads the text runs beside the page. */
async function bundleConsole() {
  const source = join(root, 'apps/console/src');
  const folder = join(out, 'console');
  await build({
    ...browser,
    entryPoints: [join(source, 'page.tsx'), join(source, 'page.css'), join(source, 'language-worker.ts')],
    outdir: join(folder, 'assets'),
    format: 'esm',
    splitting: true,
  });
  await cp(join(root, 'apps/web-chat/src/icon.svg'), join(folder, 'assets/icon.svg'));
  await cp(join(source, 'page.html'), join(folder, 'page.html'));
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([
  bundleAllInOne(),
  ...services.map((app) => bundlePrograms(app, ['main'])),
  bundleChat(),
  bundleConsole(),
]);
