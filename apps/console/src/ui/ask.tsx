import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface AskProps {
  readonly title: string;
  /** What the button says that does it. */
  readonly yes: string;
  readonly no?: string;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  readonly children?: ComponentChildren;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** A question that is answered before anything is done. Escape is no. */
export function Ask({ title, yes, no = 'Cancel', isDangerous, isDisabled, children, onYes, onNo }: AskProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="ask"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onNo();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onYes();
        }}
      >
        <h2>{title}</h2>
        {children}
        <p class="buttons">
          <button type="button" onClick={onNo}>
            {no}
          </button>
          <button type="submit" class={isDangerous === true ? 'danger' : ''} disabled={isDisabled === true}>
            {yes}
          </button>
        </p>
      </form>
    </dialog>
  );
}
