type Fields = Readonly<Record<string, unknown>>;

/** What a channel cannot do without. */
interface ChannelRule {
  readonly secrets: Readonly<Record<string, { readonly form: RegExp; readonly says: string }>>;
}

const rules: Readonly<Record<string, ChannelRule>> = {
  slack: {
    secrets: {
      signingSecret: {
        form: /^[A-Za-z0-9]{16,100}$/,
        says: 'the signing secret of the app (Basic Information), 32 letters and digits',
      },
      botToken: {
        form: /^(?:xoxe\.)?xoxb-[A-Za-z0-9-]{6,480}$/,
        says: 'the bot user OAuth token (OAuth & Permissions), which begins with xoxb-',
      },
    },
  },
};

/** What is wrong with a connection's secrets, as a sentence that repeats none of them; null = nothing. A channel without a rule takes any. */
export function checkChannel(channel: string, secrets: Fields): string | null {
  const rule = Object.hasOwn(rules, channel) ? rules[channel] : undefined;
  if (rule === undefined) return null;
  for (const [name, { form, says }] of Object.entries(rule.secrets)) {
    const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (typeof value !== 'string' || !form.test(value))
      return `A ${channel} connection takes the secret ${name}: ${says}.`;
  }
  const unknown = Object.keys(secrets).find((name) => !Object.hasOwn(rule.secrets, name));
  return unknown === undefined ? null : `A ${channel} connection has no secret of the name ${unknown.slice(0, 40)}.`;
}
