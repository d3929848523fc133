import type { ChannelAccess, FindAnswer, NotNow, OutboundReply, Pace, Rate, SendAnswer } from '@parley/ports';
import { Channel } from '@parley/ports';
import { AnswerUrls } from './answer-urls.ts';
import { contentOf } from './blocks.ts';
import type { SlackContent } from './blocks.ts';
import { fieldsOf, listOf, textOf } from './fields.ts';
import { readPlace, threadOf } from './place.ts';
import type { SlackPlace } from './place.ts';
import type { ApiAnswer, WebApi } from './web-api.ts';

/** Slack's own limit: one message a second in a channel, with short bursts above it. */
export const slackRate: Rate = { perSecond: 1, burst: 3 };

/** Before a reply whose answer was lost is looked for: by then it is there or it never will be. */
const settlesInMs = 2_000;
/** Slack's clock may differ from ours by so much. */
const clockMarginMs = 600_000;
const pageSize = '200';
const maxPages = 5;
const eventType = 'parley_reply';

export interface SlackChannelOptions {
  readonly api: WebApi;
  /** Where answers to slash commands may be posted: the origins of Slack's own `response_url`. */
  readonly answerOrigins: readonly string[];
  /** How fast one channel of a workspace takes messages. */
  readonly rate?: Rate;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
}

/**
 * The way out to Slack: chat.postMessage, into the thread or the direct message that the conversation is. Slack does not
 * recognise a repeated message, so its metadata carry the reply's id, by which it can be found again.
 */
export class SlackChannel extends Channel {
  readonly name = 'slack';
  readonly deduplicates = false;
  readonly needsPlace = true;
  readonly secrets: readonly string[] = ['botToken'];
  private readonly api: WebApi;
  private readonly rate: Rate;
  private readonly urls: AnswerUrls;

  constructor({ api, answerOrigins, rate = slackRate, now }: SlackChannelOptions) {
    super();
    this.api = api;
    this.rate = rate;
    this.urls = new AnswerUrls(answerOrigins, now);
  }

  override pace({ place, conversation }: OutboundReply): Pace {
    const known = readPlace(place);
    const bucket = known === null ? conversation : known.in === 'user' ? `@${known.user}` : known.channel;
    return { bucket, rate: this.rate };
  }

  override async send(reply: OutboundReply, { secrets }: ChannelAccess): Promise<SendAnswer> {
    const place = readPlace(reply.place);
    const token = secrets['botToken'];
    if (place === null) return { kind: 'failed', reason: 'place_unknown' };
    if (token === undefined) return { kind: 'failed', reason: 'bot_token_missing' };
    const content = contentOf(reply.text, reply.choices, threadOf(place));
    return (await this.answerAtUrl(place, content)) ?? this.post(reply, place, content, token);
  }

  override async find(reply: OutboundReply, { secrets }: ChannelAccess): Promise<FindAnswer> {
    const place = readPlace(reply.place);
    const token = secrets['botToken'];
    // What only one person sees, and what is posted by a person's id, is in no history that an app may read.
    if (token === undefined || (place?.in !== 'thread' && place?.in !== 'direct')) return { kind: 'unsearchable' };
    const found = place.thread === undefined ? null : await this.search(reply, place, token);
    if (found !== null && (found.kind !== 'absent' || place.in === 'thread')) return found;
    return this.search(reply, { channel: place.channel }, token);
  }

  /** null = not a slash command, or its address is used up. */
  private async answerAtUrl(place: SlackPlace, content: SlackContent): Promise<SendAnswer | null> {
    const url = place.in === 'command' ? this.urls.take(place) : null;
    if (url === null) return null;
    const answer = await this.api.respond(url, { response_type: 'ephemeral', replace_original: false, ...content });
    if (answer.kind === 'ok') return { kind: 'sent', vendorId: null };
    if (answer.kind !== 'refused') return notNow(answer);
    this.urls.spend(url);
    return null;
  }

  private async post(
    { reply }: OutboundReply,
    place: SlackPlace,
    content: SlackContent,
    token: string,
  ): Promise<SendAnswer> {
    const answer = await this.api.call('chat.postMessage', token, {
      // Nobody but the person who typed a command may see its answer: it goes to them alone.
      channel: 'user' in place ? place.user : place.channel,
      ...('thread' in place && { thread_ts: place.thread }),
      ...content,
      mrkdwn: true,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: eventType, event_payload: { reply } },
    });
    if (answer.kind === 'ok') return { kind: 'sent', vendorId: textOf(answer.body, 'ts') || null };
    return answer.kind === 'refused' ? { kind: 'failed', reason: answer.error } : notNow(answer);
  }

  private async search(
    { reply, createdAt }: OutboundReply,
    { channel, thread }: { readonly channel: string; readonly thread?: string },
    token: string,
  ): Promise<FindAnswer> {
    const method = thread === undefined ? 'conversations.history' : 'conversations.replies';
    const oldest = ((createdAt - clockMarginMs) / 1000).toFixed(6);
    const query = { channel, oldest, limit: pageSize, include_all_metadata: 'true', ...(thread && { ts: thread }) };
    let cursor = '';
    for (let page = 0; page < maxPages; page += 1) {
      const answer = await this.api.query(method, token, { ...query, ...(cursor !== '' && { cursor }) });
      if (answer.kind === 'refused') return { kind: 'unsearchable' };
      if (answer.kind !== 'ok') return notNow(answer);
      const found = listOf(answer.body, 'messages').find((message) => replyIdOf(message) === reply);
      if (found) return { kind: 'found', vendorId: textOf(found, 'ts') || null };
      cursor = textOf(fieldsOf(answer.body, 'response_metadata'), 'next_cursor');
      if (cursor === '') return { kind: 'absent' };
    }
    return { kind: 'unsearchable' };
  }
}

function replyIdOf(message: Parameters<typeof fieldsOf>[0]): string {
  const metadata = fieldsOf(message, 'metadata');
  return metadata['event_type'] === eventType ? textOf(fieldsOf(metadata, 'event_payload'), 'reply') : '';
}

function notNow(answer: Extract<ApiAnswer, { readonly kind: 'held' | 'lost' }>): NotNow {
  if (answer.kind === 'held') return { kind: 'later', retryInMs: answer.retryInMs, why: 'held' };
  return { kind: 'later', retryInMs: settlesInMs, why: 'lost' };
}
