/** Longest source, in UTF-16 units. */
export const MAX_SOURCE_LENGTH = 2_000;

/** Deepest nesting of brackets, calls, unary operators and `?:` in a source. */
export const MAX_SOURCE_DEPTH = 32;

/** Longest string an expression may build, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 65_536;

/** Most elements a list that an expression builds may have. */
export const MAX_LIST_LENGTH = 10_000;

/** Deepest value that `==`, `in` and a result may walk through. */
export const MAX_VALUE_DEPTH = 100;

/** A unit of fuel pays for one evaluated node, one walked element, or this many UTF-16 units of text. */
export const TEXT_PER_FUEL = 16;

/** What one operand of a trace may cost; its fuel is not the step's. */
export const OPERAND_FUEL = 2_000;
