import {
  insertCompletionText,
  snippet,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { Language } from '../language/language.ts';
import type { SchemaOffer } from '../language/protocol.ts';

const ASKS = /["\w.{\s:'(#]/;

type Source = (context: CompletionContext) => Promise<CompletionResult | null>;

/** Names of this flow where one is asked for. */
export function nameSource(language: Language): Source {
  return async (context) => {
    if (!isAsked(context)) return null;
    const offers = await language.ask('offerNames', { text: context.state.doc.toString(), offset: context.pos });
    if (offers === null) return null;
    const options = offers.names.map(({ label, detail, text }): Completion => {
      return { label, detail, apply: text, type: 'variable', boost: 10 };
    });
    return { from: offers.from, to: offers.to, options, validFor: /^[\w.:#*-]*$/ };
  };
}

/** Members and values of the format. */
export function schemaSource(language: Language): Source {
  return async (context) => {
    if (!isAsked(context)) return null;
    const { state, pos } = context;
    const offers = await language.ask('offerSchema', { text: state.doc.toString(), offset: pos });
    const [first] = offers;
    if (first === undefined) return null;
    // What is typed is matched without its quotes; they are replaced with the rest.
    const opening = state.sliceDoc(first.from, first.from + 1) === '"' && first.from < pos ? 1 : 0;
    const closing = opening === 1 && first.to > pos && state.sliceDoc(first.to - 1, first.to) === '"' ? 1 : 0;
    const options = offers.filter(({ from }) => from === first.from).map((offer) => optionOf(offer, opening, closing));
    return { from: first.from + opening, to: Math.max(pos, first.to - closing), options, validFor: /^[\w.:$-]*$/ };
  };
}

/** By hand always; by itself where a name may begin. */
function isAsked({ explicit, pos, state }: CompletionContext): boolean {
  return explicit || (pos > 0 && ASKS.test(state.sliceDoc(pos - 1, pos)) && !/\s/.test(state.sliceDoc(pos - 1, pos)));
}

function optionOf({ label, detail, info, text, isSnippet }: SchemaOffer, opening: number, closing: number): Completion {
  const apply = (view: EditorView, completion: Completion, from: number, to: number): void => {
    const [start, end] = [from - opening, to + closing];
    if (isSnippet) snippet(toSnippet(text))(view, completion, start, end);
    else view.dispatch(insertCompletionText(view.state, text, start, end));
  };
  return { label: label.replace(/^"|"$/g, ''), detail, apply, type: 'property', ...(info !== '' && { info }) };
}

/** `$1` of the language server protocol as CodeMirror writes it. */
export function toSnippet(text: string): string {
  return text.replace(/\\([$}\\])|\$(\d)(?!\d)/g, (_all, escaped: string | undefined, place: string | undefined) =>
    escaped !== undefined ? escaped : place === '0' ? '${}' : `\${${place ?? ''}}`,
  );
}
