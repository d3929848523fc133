// Keeps of a whole build what one service runs: its own bundle, under the name `service` as well, and the pages for those that
// serve them. Usage: node keep-app.mjs <app> <from> <to>
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const [, , app = '', from = '', to = ''] = process.argv;
const servesPages = ['all-in-one', 'gateway'];

if (!existsSync(join(from, app, 'main.js'))) {
  console.error(`There is no service ${app}: ${from} holds no ${app}/main.js.`);
  process.exit(2);
}
mkdirSync(to, { recursive: true });
for (const folder of [app, ...(servesPages.includes(app) ? ['web-chat', 'console'] : [])]) {
  cpSync(join(from, folder), join(to, folder), { recursive: true });
}
symlinkSync(app, join(to, 'service'));
