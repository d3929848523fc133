/** A stimulus' canonical bytes, at most. */
export const maxStimulusBytes = 256 * 1024;

/** A journal entry's canonical bytes, at most. */
export const maxEntryBytes = 1024 * 1024;

/** What a single reply may hold, UTF-16 units; longer texts are a failed entry. */
export const maxReplyLength = 64 * 1024;
