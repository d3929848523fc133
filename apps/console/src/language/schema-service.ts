import { flowJsonSchema } from '@parley/flow';
import {
  getLanguageService,
  InsertTextFormat,
  TextDocument,
  type CompletionItem,
  type Hover,
  type JSONSchema,
  type MarkedString,
  type MarkupContent,
} from 'vscode-json-languageservice';
import type { HoverText, PlacedProblem, SchemaOffer } from './protocol.ts';

const service = getLanguageService({});
service.configure({
  validate: true,
  schemas: [{ uri: 'parley:flow', fileMatch: ['*'], schema: flowJsonSchema as unknown as JSONSchema }],
});

const documentOf = (text: string): TextDocument => TextDocument.create('parley:///text.json', 'json', 1, text);

/** What the schema says of a text that may not even be JSON: more than one fault, where our own reading ends at the first. */
export async function schemaProblems(text: string): Promise<readonly PlacedProblem[]> {
  const document = documentOf(text);
  const found = await service.doValidation(document, service.parseJSONDocument(document), {
    comments: 'error',
    trailingCommas: 'error',
    schemaValidation: 'warning',
  });
  return found.map(({ range, message, severity }) => ({
    ...{
      pointer: '',
      code: 'schema',
      message: wordsOf(message),
      fix: '',
      severity: severity === 1 ? 'error' : 'warning',
    },
    ...{ from: document.offsetAt(range.start), to: document.offsetAt(range.end) },
    ...{ line: range.start.line + 1, column: range.start.character + 1 },
  }));
}

/** Members and values that the schema has for this place. */
export async function schemaOffers(text: string, offset: number): Promise<readonly SchemaOffer[]> {
  const document = documentOf(text);
  const at = document.positionAt(offset);
  const list = await service.doComplete(document, at, service.parseJSONDocument(document));
  return (list?.items ?? []).map((item) => offerOf(document, item, offset));
}

/** What the schema says of what is there. */
export async function schemaHover(text: string, offset: number): Promise<HoverText | null> {
  const document = documentOf(text);
  const hover = await service.doHover(document, document.positionAt(offset), service.parseJSONDocument(document));
  const told = hover === null ? '' : wordsOf(hover.contents);
  if (hover === null || told === '') return null;
  const { range } = hover;
  const from = range === undefined ? offset : document.offsetAt(range.start);
  return { text: told, from, to: range === undefined ? offset : document.offsetAt(range.end) };
}

function offerOf(document: TextDocument, item: CompletionItem, offset: number): SchemaOffer {
  const { label, detail = '', documentation, textEdit, insertText, insertTextFormat } = item;
  const range = textEdit === undefined ? undefined : 'range' in textEdit ? textEdit.range : textEdit.replace;
  return {
    ...{ label, detail },
    info: documentation === undefined ? '' : wordsOf(documentation),
    text: textEdit?.newText ?? insertText ?? label,
    isSnippet: insertTextFormat === InsertTextFormat.Snippet,
    from: range === undefined ? offset : document.offsetAt(range.start),
    to: range === undefined ? offset : document.offsetAt(range.end),
  };
}

/** Plain words: what is markdown is nearly so. */
function wordsOf(contents: Hover['contents'] | string | MarkupContent): string {
  const words = (one: MarkedString | MarkupContent): string => (typeof one === 'string' ? one : one.value);
  const told = Array.isArray(contents) ? contents.map(words).join('\n') : words(contents);
  return told.replace(/\\([\\`*_{}[\]()#+\-.!])/g, '$1').trim();
}
