/** What a message meant. Plain data: recorded in the journal's entry, so confidences are rounded to 4 decimals. */
export interface Understanding {
  /** The likeliest intent, or null when nothing reaches the floor (see `FLOOR`) or the text is none of the flow's business. */
  readonly intent: string | null;
  /** 0..1: the share of such answers that were right in cross-validation over the flow's examples; 0 when intent is null. */
  readonly confidence: number;
  /** In text order. A slot may occur more than once; a value that the writer took back ("not 200, 300") is left out. */
  readonly entities: readonly Entity[];
  /** The other intents, likeliest first, at most 4. */
  readonly alternatives: readonly Alternative[];
}

export interface Alternative {
  readonly intent: string;
  readonly confidence: number;
}

/** A value found in a text. Offsets are UTF-16 code units of the text as it was given. */
export interface Entity {
  readonly name: string;
  readonly value: number | string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type SlotKind = NumberSlot | TextSlot;

/** Takes numbers only. The range is the flow's to enforce: 50,000 is found although at most 10,000 is allowed. */
export interface NumberSlot {
  readonly type: 'number';
  readonly min?: number;
  readonly max?: number;
}

/** With `values`, one of these (any case, small typos, abbreviations); without, the words where the examples have them. */
export interface TextSlot {
  readonly type: 'text';
  readonly values?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface TrainingSet {
  /** BCP 47; the primary subtag chooses the language pack, number format included. */
  readonly language: string;
  readonly intents: readonly IntentExamples[];
  readonly slots: Readonly<Record<string, SlotKind>>;
}

export interface IntentExamples {
  readonly name: string;
  /** Sentences, annotated: `send [200](amount) to [Ann](recipient)`. */
  readonly examples: readonly string[];
}

/** Something that understands: trained, or scripted for tests. Immutable and deterministic. */
export interface Model {
  readonly language: string;
  understand(text: string): Understanding;
}

/** Nothing beyond this many UTF-16 units or words is read: the cost of a message is bounded, whatever its length. */
export const MAX_CHARACTERS = 600;
export const MAX_WORDS = 60;

/** An intent below this confidence is not even named. */
export const FLOOR = 0.2;
