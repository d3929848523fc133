import { isFields, textOf } from './fields.ts';

/** Where a conversation takes place in a workspace. */
export type SlackPlace =
  /** A direct message; `thread`: within it, where the person went on in one. */
  | { readonly in: 'direct'; readonly channel: string; readonly thread?: string }
  /** A thread of a channel. */
  | { readonly in: 'thread'; readonly channel: string; readonly thread: string }
  /** Slash commands of one person in one channel. They may be answered at `url` for a while, and seen by that person alone. */
  | {
      readonly in: 'command';
      readonly channel: string;
      readonly user: string;
      readonly url?: string;
      readonly until?: number;
    }
  /** One person, outside of any channel: modals and global shortcuts. */
  | { readonly in: 'user'; readonly user: string };

/** What names the conversation within its connection: what its id is a hash of. */
export function threadOf(place: SlackPlace): string {
  switch (place.in) {
    case 'direct':
      return place.channel;
    case 'thread':
      return `${place.channel}:${place.thread}`;
    case 'command':
      return `${place.channel}:/${place.user}`;
    case 'user':
      return `@${place.user}`;
  }
}

/** A place as it was kept; null = it is none of ours. */
export function readPlace(text: string | null): SlackPlace | null {
  const value: unknown = text === null ? null : JSON.parse(text);
  if (!isFields(value)) return null;
  const [channel, thread, user] = [textOf(value, 'channel'), textOf(value, 'thread'), textOf(value, 'user')];
  if (value['in'] === 'direct' && channel !== '') return { in: 'direct', channel, ...(thread !== '' && { thread }) };
  if (value['in'] === 'thread' && channel !== '' && thread !== '') return { in: 'thread', channel, thread };
  if (value['in'] === 'user' && user !== '') return { in: 'user', user };
  if (value['in'] !== 'command' || channel === '' || user === '') return null;
  const [url, until] = [textOf(value, 'url'), value['until']];
  return { in: 'command', channel, user, ...(url !== '' && typeof until === 'number' && { url, until }) };
}

/** Ids of direct messages begin with D; of groups and channels with G and C. */
export const isDirect = (channel: string): boolean => channel.startsWith('D');
