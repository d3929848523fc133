import { runParley } from './run-parley.ts';

// Whoever reads may have seen enough (`parley check … | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runParley(process.argv.slice(2), {
  env: process.env,
  input: process.stdin,
  say: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  isTerminal: process.stdin.isTTY,
});
