// Asks /readyz, for a container's health: a service on its operators' port, all-in-one on its only one. Ends with 0 when it is ready.
import { readlinkSync } from 'node:fs';

const { OPERATIONS_PORT = '9464', PORT = '4000', PARLEY_TLS_CERT } = process.env;
const isService = readlinkSync(new URL('../../dist/apps/service', import.meta.url)) !== 'all-in-one';
const isEncrypted = !isService && Boolean(PARLEY_TLS_CERT);
// It is this container itself that is asked, by an address that no certificate names.
if (isEncrypted) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

const address = `${isEncrypted ? 'https' : 'http'}://127.0.0.1:${isService ? OPERATIONS_PORT : PORT}/readyz`;
try {
  const answer = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  console.log(await answer.text());
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  console.log(error.cause?.code ?? error.message);
  process.exitCode = 1;
}
