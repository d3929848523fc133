import type { Scene } from '../drawing/scene.ts';
import type { Offer } from './offer-names.ts';
import type { Span } from './flow-text.ts';

/** What is wrong, as the checker tells it. */
export interface FlowProblem {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
  /** Empty where none is known. */
  readonly fix: string;
  readonly severity: 'error' | 'warning';
}

/** A problem at its place in a text. */
export interface PlacedProblem extends FlowProblem, Span {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** What is to be known of a text at once, without asking the server. */
export interface Reading {
  readonly problems: readonly PlacedProblem[];
  readonly languages: readonly string[];
  /** null while the text has an error. */
  readonly scene: Scene | null;
}

/** A completion as the schema has it. */
export interface SchemaOffer extends Span {
  readonly label: string;
  readonly detail: string;
  readonly info: string;
  readonly text: string;
  /** `text` has places to fill in, as LSP writes them. */
  readonly isSnippet: boolean;
}

export interface NameOffers extends Span {
  readonly names: readonly Offer[];
}

export interface HoverText extends Span {
  readonly text: string;
}

/** Everything that can be asked of the worker, with what it answers. */
export interface LanguageRequests {
  readonly read: { readonly asked: { readonly text: string }; readonly answer: Reading };
  readonly place: {
    readonly asked: { readonly text: string; readonly problems: readonly FlowProblem[] };
    readonly answer: readonly PlacedProblem[];
  };
  readonly find: { readonly asked: { readonly text: string; readonly pointer: string }; readonly answer: Span };
  readonly offerNames: { readonly asked: At; readonly answer: NameOffers | null };
  readonly offerSchema: { readonly asked: At; readonly answer: readonly SchemaOffer[] };
  readonly hover: { readonly asked: At; readonly answer: HoverText | null };
}

interface At {
  readonly text: string;
  readonly offset: number;
}

export type LanguageQuestion = {
  readonly [Kind in keyof LanguageRequests]: {
    readonly id: number;
    readonly kind: Kind;
    readonly asked: LanguageRequests[Kind]['asked'];
  };
}[keyof LanguageRequests];

export interface LanguageAnswer {
  readonly id: number;
  readonly answer?: unknown;
  /** The worker failed; why. */
  readonly fault?: string;
}
