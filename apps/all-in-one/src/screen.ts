import type { ParleyConfig } from './config.ts';
import { demo } from './demo.ts';
import type { Parley } from './start-parley.ts';

/** What a person sees when it has started. */
export function screen(config: ParleyConfig, { url, demoKey }: Pick<Parley, 'url' | 'demoKey'>): string {
  const lines = [
    'Parley is ready.',
    '',
    ...(config.seedsDemo ? [`  Chat      ${url}/chat/${demo.connection}`] : []),
    `  Console   ${url}/console   (sign in with an API key)`,
    `  API       ${url}/v1`,
    `  Health    ${url}/readyz`,
    `  Data      ${config.dataFolder}${config.databaseUrl === undefined ? '' : ' and the database of DATABASE_URL'}`,
    ...(demoKey === null ? [] : [`  API key   ${demoKey}   (shown once; a new one: npm run demo:key)`]),
    ...(config.isDev ? ['  Durability is waived (DURABILITY=dev): a crash may lose messages.'] : []),
    '',
    ...(config.seedsDemo
      ? ['  Try: “send 200 to Ann”, “transfer money”, “what are the fees?”, “talk to a person”.']
      : []),
    '  Stop with Ctrl-C. Begin anew with: npm run demo:reset',
  ];
  return lines.join('\n');
}
