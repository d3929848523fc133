import type { Value } from '@parley/expression';
import type { Effect, Problem } from '@parley/statechart';
import { renderTemplate } from '@parley/template';
import type { Flow } from './flow.ts';
import { ownField } from './own-field.ts';

export interface Rendered {
  readonly text: string;
  readonly choices: readonly RenderedChoice[];
  /** The text could not be rendered, and the flow's apology stands in its place: to be listed, not to be shown. */
  readonly problem?: Problem;
}

/** The shape of @parley/conversation's `Choice`. */
export interface RenderedChoice {
  readonly label: string;
  readonly intent: string;
  readonly episode: number;
  readonly question: number;
}

const APOLOGIES: ReadonlyMap<string, string> = new Map([
  ['en', 'Sorry, I cannot answer that properly right now.'],
  ['de', 'Entschuldigung, das kann ich gerade nicht richtig beantworten.'],
]);

/**
 * The reply of a `say` effect, from the values that travelled with it. Never throws: a conversation does not end at a
 * text that cannot be rendered. Then the apology is said (a text without its values could mean something else), and
 * the fault is told.
 */
export function render(flow: Flow, effect: Effect, language: string, episode: number): Rendered {
  if (effect.kind !== 'act' || effect.type !== 'say')
    return failed(flow, language, effect.at, 'text-missing', 'This effect is not a reply.');
  const pointer = ownField(effect.fields, 'text');
  const texts = flow.texts.get(typeof pointer === 'string' ? pointer : '');
  const template = texts?.get(language) ?? texts?.get(flow.languages[0] ?? '');
  if (template === undefined) return failed(flow, language, effect.at, 'text-missing', 'The flow has no such text.');
  const rendered = renderTemplate(template, (path) => ownField(effect.values, path));
  if (!rendered.ok) return failed(flow, language, effect.at, rendered.code, rendered.message);
  const choices = choicesOf(
    flow,
    ownField(effect.fields, 'choices'),
    ownField(effect.values, 'question'),
    language,
    episode,
  );
  return { text: rendered.text, choices };
}

function choicesOf(
  flow: Flow,
  state: Value | undefined,
  question: Value | undefined,
  language: string,
  episode: number,
): readonly RenderedChoice[] {
  if (typeof state !== 'string' || typeof question !== 'number') return [];
  return (flow.choices.get(state) ?? []).map(({ intent, label }) => ({
    label: label.get(language) ?? label.get(flow.languages[0] ?? '') ?? intent,
    intent,
    episode,
    question,
  }));
}

function failed(flow: Flow, language: string, pointer: string, code: string, message: string): Rendered {
  const text = flow.apology.get(language) ?? APOLOGIES.get(language.split('-')[0] ?? '') ?? APOLOGIES.get('en') ?? '';
  return { text, choices: [], problem: { pointer, code, message } };
}
