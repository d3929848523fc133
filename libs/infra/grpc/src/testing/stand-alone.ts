import { FlowServiceDefinition } from '@parley/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveGrpc } from '../serve-grpc.ts';
import { flowsOf } from './flow-instance.ts';

/** Serves flows until it is killed; publishing one takes long enough to be killed meanwhile. */
const [, , name = 'alone', port = '0'] = process.argv;
const service = flowsOf(name, {
  publishFlow: () => sleep(5_000, { hash: name, problems: [], publishedAt: 0 }),
});
const server = await serveGrpc({
  services: [{ definition: FlowServiceDefinition, service }],
  address: { host: '127.0.0.1', port: Number(port) },
});
process.stdout.write(`${server.port}\n`);
