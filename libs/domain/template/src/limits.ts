/** Longest source, in UTF-16 units. */
export const MAX_SOURCE_LENGTH = 4_000;

/** Longest text a template, or one of its filters, may make, in UTF-16 units. */
export const MAX_OUTPUT_LENGTH = 32_768;

/** Most rounds that all `for` loops of one rendering may take together. */
export const MAX_ITERATIONS = 1_000;

/** Deepest nesting of tags, and of indexes within one path. */
export const MAX_DEPTH = 16;

/** What one rendering may cost: 1 for each node, value, filter and element walked through, 1 for each 16 UTF-16 units of text made or read. */
export const MAX_WORK = 50_000;

export const TEXT_PER_WORK = 16;
