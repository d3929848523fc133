const marked = /<([^<>]*)>/g;
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/**
 * What a person wrote, without Slack's marks: people, channels and links by name, entities undone, the mention of the
 * app itself gone.
 * @param self the app's own user; null = not known: then a mention at the beginning is taken for it
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function plainText(text: string, self: string | null): string {
  const addressed = self === null ? text.replace(/^\s*<@[^<>]*>/, ' ') : text;
  const named = addressed.replace(marked, (_, inner: string) => nameOf(inner, self));
  return named
    .replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

/** Whether this text calls the app. */
export function mentions(text: string, self: string | null): boolean {
  return self !== null && (text.includes(`<@${self}>`) || text.includes(`<@${self}|`));
}

function nameOf(inner: string, self: string | null): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  const rest = target.slice(1);
  if (target.startsWith('@')) return rest === self ? ' ' : `@${label || rest}`;
  if (target.startsWith('#')) return `#${label || rest}`;
  if (target.startsWith('!')) return label || `@${rest.split('^')[0]}`;
  const address = target.replace(/^(?:mailto|tel):/, '');
  return label === '' || address.includes(label) ? label || address : `${label} (${address})`;
}
