import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from '@parley/service-kit';
import { root } from '../fitness/sources.ts';

commandLine({
  call: 'npm run client:generate --',
  about: "Writes the API's description and the client's types out of the gateway's routes. It takes some seconds.",
  options: {},
});
// Only now: they take seconds to load, and whoever asks for help need not wait.
const { describeGateway } = await import('@parley/gateway');
const { default: openapiTS, astToString } = await import('openapi-typescript');
const folder = join(root, 'libs/client/src/gen');
const document = await describeGateway();
const text = `${JSON.stringify(document, null, 2)}\n`;
await writeFile(join(folder, 'openapi.json'), text);
const types = await openapiTS(text, { alphabetize: true });
await writeFile(join(folder, 'api.ts'), `// Made by npm run client:generate; not to be edited.\n${astToString(types)}`);
