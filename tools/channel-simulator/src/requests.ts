import type { FakeMessage } from './workspace.ts';

/** Who the app is in this workspace. */
export interface AppIdentity {
  readonly team: string;
  readonly app: string;
  readonly botUser: string;
  readonly botId: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What Slack calls an outdated secret: apps must not look at it. */
const verificationToken = 'not-for-verifying';

/** The envelope of the Events API. `eventId` differs for each event that one message causes. */
export function eventCallback(identity: AppIdentity, eventId: string, event: Fields): Fields {
  return {
    token: verificationToken,
    team_id: identity.team,
    api_app_id: identity.app,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(Number(event['event_ts'] ?? event['ts'] ?? 0)),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.team,
        user_id: identity.botUser,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}

/** A message of the workspace as an event. */
export function messageEvent(type: 'message' | 'app_mention', channel: string, message: FakeMessage): Fields {
  const { onlyFor: _onlyFor, metadata: _metadata, ...told } = message;
  const kind = type === 'message' ? { channel_type: channelType(channel) } : {};
  return { ...told, type, channel, event_ts: message.ts, ...kind };
}

export function changedEvent(channel: string, at: string, before: FakeMessage, after: FakeMessage): Fields {
  return {
    ...{ type: 'message', subtype: 'message_changed', channel, ts: at, event_ts: at, hidden: true },
    message: { ...after, edited: { user: after.user, ts: at } },
    previous_message: before,
    channel_type: channelType(channel),
  };
}

export function deletedEvent(channel: string, at: string, before: FakeMessage): Fields {
  return {
    ...{ type: 'message', subtype: 'message_deleted', channel, ts: at, event_ts: at, hidden: true },
    deleted_ts: before.ts,
    previous_message: before,
    channel_type: channelType(channel),
  };
}

export interface Interaction {
  readonly type: string;
  readonly user: string;
  readonly trigger: string;
  readonly more: Fields;
}

/** The payload of Interactivity, as the form that carries it. */
export function interactionForm({ team, app }: AppIdentity, { type, user, trigger, more }: Interaction): string {
  const payload = {
    ...{ type, token: verificationToken, api_app_id: app, trigger_id: trigger },
    team: { id: team, domain: 'example' },
    user: { id: user, username: user.toLowerCase(), team_id: team },
    enterprise: null,
    ...more,
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

export function commandForm({ team, app }: AppIdentity, fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams({
    ...{ token: verificationToken, team_id: team, team_domain: 'example', api_app_id: app },
    ...fields,
  }).toString();
}

function channelType(channel: string): string {
  if (channel.startsWith('D')) return 'im';
  return channel.startsWith('G') ? 'group' : 'channel';
}
