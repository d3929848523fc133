import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Tooltip,
} from '@codemirror/view';
import type { Language } from '../language/language.ts';
import type { PlacedProblem } from '../language/protocol.ts';
import { nameSource, schemaSource } from './completions.ts';
import { theme } from './theme.ts';

export interface EditorWishes {
  readonly language: Language;
  readonly label: string;
  readonly onText: (text: string) => void;
  readonly onSave: () => void;
}

/** The text of one flow, as it is written. */
export class CodeEditor {
  private readonly view: EditorView;

  /**
   * In a shadow root: there the editor's styles are sheets of the document's own making, which the page's content security
   * policy allows; in the document they would be inline ones, which it refuses.
   */
  constructor(host: HTMLElement, text: string, wishes: EditorWishes) {
    const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    shadow.replaceChildren();
    this.view = new EditorView({
      root: shadow,
      parent: shadow,
      state: EditorState.create({ doc: text, extensions: extensionsFor(wishes) }),
    });
  }

  /** Puts another text in place of the one there, as one step that can be undone. */
  replace(text: string): void {
    const { doc } = this.view.state;
    if (doc.toString() !== text) this.view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }

  /** Marks problems of the text that is there. */
  mark(problems: readonly PlacedProblem[]): void {
    const { length } = this.view.state.doc;
    const diagnostics = problems.map(({ from, to, severity, message, fix, code }): Diagnostic => {
      const end = Math.min(to, length);
      return { from: Math.min(from, length), to: end, severity, source: code, message: `${message} ${fix}`.trim() };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Brings a place into view, selects it and takes the focus there. */
  show({ from, to }: { readonly from: number; readonly to: number }): void {
    const { length } = this.view.state.doc;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: 'center' }) });
    this.view.focus();
  }

  close(): void {
    this.view.destroy();
  }
}

function extensionsFor({ language, label, onText, onSave }: EditorWishes) {
  const save = { key: 'Mod-s', preventDefault: true, run: () => (onSave(), true) };
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    search({ top: true }),
    json(),
    autocompletion({ override: [nameSource(language), schemaSource(language)], icons: false }),
    hoverTooltip((view, offset) => hoverAt(language, view, offset)),
    keymap.of([
      save,
      { key: 'Tab', run: acceptCompletion },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onText(update.state.doc.toString());
    }),
    theme,
  ];
}

async function hoverAt(language: Language, view: EditorView, offset: number): Promise<Tooltip | null> {
  const told = await language.ask('hover', { text: view.state.doc.toString(), offset });
  if (told === null) return null;
  return {
    pos: told.from,
    end: told.to,
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.textContent = told.text;
      return { dom };
    },
  };
}
