import type { ChannelAddress, ChannelIntake, ChannelRequest, Heard, Parsed } from '@parley/ports';
import type { ChatPorts } from './chat-ports.ts';

/** What a genuine request says, in our words. */
export type ReadHeard =
  { readonly kind: 'heard'; readonly heard: readonly Heard[] } | Exclude<Parsed<unknown>, { readonly kind: 'said' }>;

/** A vendor that sends what we fail to read is not told so: it would send it again, and in the end stop sending. */
export function readHeard(
  { warn }: Pick<ChatPorts, 'warn'>,
  intake: ChannelIntake,
  request: ChannelRequest,
  address: ChannelAddress,
): ReadHeard {
  try {
    const parsed = intake.parse(request);
    return parsed.kind === 'said' ? { kind: 'heard', heard: intake.normalise(parsed.said, address) } : parsed;
  } catch (error) {
    if (intake.acknowledges === 'with-ids') throw error;
    warn('channel.unreadable', { connection: request.connection, error: String(error) });
    return { kind: 'unknown-shape', reason: 'it could not be read' };
  }
}
