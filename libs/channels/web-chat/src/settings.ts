/** A web chat's public settings, as its connection keeps them. */
export interface WebChatSettings {
  /** Origins whose pages may talk to it; `self` = our own chat page, `*` = any. */
  readonly origins: readonly string[];
  /** Whether visitors may read the conversation's journal: for demos. */
  readonly showJournal: boolean;
}

/** Reads what is there; what is missing or of the wrong type falls to the safe side. */
export function readSettings(settings: Readonly<Record<string, unknown>>): WebChatSettings {
  const { allowedOrigins, showJournal } = settings;
  return {
    origins: Array.isArray(allowedOrigins) ? allowedOrigins.filter((origin) => typeof origin === 'string') : [],
    showJournal: showJournal === true,
  };
}

/** No origin means no browser asked, and no page can hide its own. */
export function isOriginAllowed(
  settings: WebChatSettings,
  origin: string | undefined,
  ownOrigins: readonly string[],
): boolean {
  if (origin === undefined || settings.origins.includes('*')) return true;
  return settings.origins.includes(origin) || (settings.origins.includes('self') && ownOrigins.includes(origin));
}
