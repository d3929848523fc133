import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts';

/** A process of its own that starts the server of a folder and says its id: to be killed by a test. */
const server = await startEmbeddedPostgres({ dataFolder: process.argv[2] as string });
process.stdout.write(`${server.pid}\n`);
setInterval(() => undefined, 1_000);
