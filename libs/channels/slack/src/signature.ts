import { createHmac, timingSafeEqual } from 'node:crypto';

/** A signature's time may lie so far from ours, ms, on either side. */
const toleranceMs = 300_000;
const version = 'v0';

export interface Signed {
  /** `X-Slack-Request-Timestamp`, seconds since the epoch. */
  readonly timestamp: string | undefined;
  /** `X-Slack-Signature`. */
  readonly signature: string | undefined;
  /** As it came, byte for byte. */
  readonly body: Uint8Array;
}

/**
 * Whether Slack signed this lately. Constant time. A time from the future is as stale as one from the past.
 * @param now ms since the epoch
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function verifySignature(
  { timestamp = '', signature = '', body }: Signed,
  signingSecret: string,
  now: number,
): 'genuine' | 'forged' | 'stale' {
  if (signingSecret === '' || !/^\d{1,12}$/.test(timestamp)) return 'forged';
  const expected = Buffer.from(sign(signingSecret, timestamp, body));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return Math.abs(now - Number(timestamp) * 1000) <= toleranceMs ? 'genuine' : 'stale';
}

function sign(signingSecret: string, timestamp: string, body: Uint8Array): string {
  const hmac = createHmac('sha256', signingSecret).update(`${version}:${timestamp}:`).update(body);
  return `${version}=${hmac.digest('hex')}`;
}
