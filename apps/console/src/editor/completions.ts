import { snippet, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
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
    const offers = await language.ask('offerSchema', { text: context.state.doc.toString(), offset: context.pos });
    const [first] = offers;
    if (first === undefined) return null;
    const options = offers.filter(({ from }) => from === first.from).map(optionOf);
    return { from: first.from, to: Math.max(first.to, context.pos), options };
  };
}

/** By hand always; by itself where a name may begin. */
function isAsked({ explicit, pos, state }: CompletionContext): boolean {
  return explicit || (pos > 0 && ASKS.test(state.sliceDoc(pos - 1, pos)) && !/\s/.test(state.sliceDoc(pos - 1, pos)));
}

function optionOf({ label, filter, detail, info, text, isSnippet }: SchemaOffer): Completion {
  const apply = isSnippet ? snippet(toSnippet(text)) : text;
  return { label: filter, displayLabel: label, detail, apply, type: 'property', ...(info !== '' && { info }) };
}

/** `$1` of the language server protocol as CodeMirror writes it. */
export function toSnippet(text: string): string {
  return text.replace(/\\([$}\\])|\$(\d)(?!\d)/g, (_all, escaped: string | undefined, place: string | undefined) =>
    escaped !== undefined ? escaped : place === '0' ? '${}' : `\${${place ?? ''}}`,
  );
}
