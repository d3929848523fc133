import { createHmac } from 'node:crypto';

/** The headers that Slack sends with a body. `at`: ms since the epoch. */
export function signedHeaders(signingSecret: string, body: string, at: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at / 1000));
  const hmac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`);
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hmac.digest('hex')}` };
}
