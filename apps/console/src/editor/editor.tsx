import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../language/language.ts';
import type { PlacedProblem } from '../language/protocol.ts';
import { Waiting } from '../ui/pieces.tsx';
import type { CodeEditor } from './code-editor.ts';

export interface Place {
  readonly from: number;
  readonly to: number;
  /** Asked for once more: the same place has another round. */
  readonly round: number;
}

interface EditorProps {
  readonly language: Language;
  readonly label: string;
  readonly text: string;
  readonly revision: number;
  readonly problems: readonly PlacedProblem[];
  /** Whether the problems are of the text that is there. */
  readonly isCurrent: boolean;
  readonly place: Place | null;
  readonly onText: (text: string) => void;
  readonly onSave: () => void;
}

/** The text editor; its code comes when it is first needed. */
export function Editor(props: EditorProps) {
  const { language, label, text, revision, problems, isCurrent, place } = props;
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const [editor, setEditor] = useState<CodeEditor | null>(null);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    let made: CodeEditor | null = null;
    let isGone = false;
    import('./code-editor.ts').then(
      ({ CodeEditor }) => {
        if (isGone || host.current === null) return;
        made = new CodeEditor(host.current, latest.current.text, {
          ...{ language, label },
          onText: (typed) => latest.current.onText(typed),
          onSave: () => latest.current.onSave(),
        });
        setEditor(made);
      },
      () => setFault(true),
    );
    return () => {
      isGone = true;
      made?.close();
    };
  }, [language, label]);
  useEffect(() => editor?.replace(text), [editor, revision]);
  useEffect(() => {
    if (isCurrent) editor?.mark(problems);
  }, [editor, problems, isCurrent]);
  useEffect(() => {
    if (place !== null) editor?.show(place);
  }, [editor, place]);
  return (
    <div class="editor">
      {fault && <p role="alert">The editor could not be loaded. Reload the page.</p>}
      {editor === null && !fault && <Waiting what="Loading the editor" />}
      <div class="code" ref={host} />
    </div>
  );
}
