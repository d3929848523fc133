import { slackIntake } from '@parley/channel-slack';
import type { ChannelRequest, Heard } from '@parley/ports';
import { nativeKeyedHashHex } from '@parley/service-kit';
import { fastify } from 'fastify';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { CONVERSATION } from './bank-object.ts';

export interface DoorParts {
  /** Where Restate takes invocations. */
  readonly ingress: string;
  readonly signingSecret: string;
  readonly idKey: Uint8Array;
}

const CONNECTION = 'bench-slack';
const LINES = 128;

/** Takes Slack's requests, and answers 200 once Restate has each durably. Resolves with its port. */
export async function openDoor(parts: DoorParts): Promise<number> {
  const lines = new Pool(parts.ingress, { connections: LINES });
  const server = fastify();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.post('/slack', async (request, reply) => {
    const headers = request.headers as Readonly<Record<string, string>>;
    const heard = hear(parts, { connection: CONNECTION, path: '', headers, body: request.body as Buffer });
    if (heard === null) return reply.code(401).send('');
    const taken = await Promise.all(heard.map((one) => invoke(lines, one)));
    return reply.code(taken.every(Boolean) ? 200 : 503).send('');
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return (server.server.address() as AddressInfo).port;
}

/** Verify, parse, normalise, as the gateway does; null = forged. */
function hear({ signingSecret, idKey }: DoorParts, request: ChannelRequest): readonly Heard[] | null {
  const receivedAt = Date.now();
  const credentials = { idKey, settings: {}, secrets: { signingSecret }, ownOrigins: [] };
  if (slackIntake.verify(request, credentials, receivedAt).kind !== 'genuine') return null;
  const parsed = slackIntake.parse(request);
  if (parsed.kind !== 'said') return [];
  const whose = { tenant: 'bench', connection: CONNECTION, conversation: null, user: null };
  return slackIntake.normalise(parsed.said, { ...whose, idKey, keyedHash: nativeKeyedHashHex, receivedAt });
}

/** One way: the answer says that the invocation is recorded, or was before. */
async function invoke(lines: Pool, heard: Heard): Promise<boolean> {
  const { conversation, eventId } = heard.stimulus;
  const { statusCode, body } = await lines.request({
    method: 'POST',
    path: `/${CONVERSATION}/${conversation}/hear/send`,
    headers: { 'content-type': 'application/json', 'idempotency-key': eventId },
    body: JSON.stringify(heard),
  });
  await body.text();
  return statusCode < 300;
}
