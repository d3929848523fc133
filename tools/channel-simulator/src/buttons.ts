import type { FakeMessage } from './workspace.ts';

/** A button as the app made it, and the message that shows it. */
export interface ShownButton {
  readonly label: string;
  readonly element: Readonly<Record<string, unknown>>;
  readonly message: FakeMessage;
}

interface Block {
  readonly type?: unknown;
  readonly elements?: readonly { readonly text: { readonly text: string } }[];
}

/** The buttons of the last message that has any. */
export function buttonsOf(messages: readonly FakeMessage[]): readonly ShownButton[] {
  for (const message of [...messages].reverse()) {
    const blocks = (message.blocks ?? []) as readonly Block[];
    const elements = blocks.flatMap(({ type, elements: found }) => (type === 'actions' ? (found ?? []) : []));
    if (elements.length > 0) {
      return elements.map((element) => ({ label: element.text.text, element: { ...element }, message }));
    }
  }
  return [];
}
