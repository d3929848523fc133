import { useCallback, useEffect, useState } from 'preact/hooks';
import { sentenceOf } from './sentence-of.ts';

export interface Loaded<Value> {
  /** null until it is there; the last one while it is read again. */
  readonly value: Value | null;
  /** What went wrong with the last reading. */
  readonly sentence: string | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** Reads something of the server's, and again whenever what it depends on changes. An answer that is overtaken is dropped. */
export function useLoad<Value>(load: () => Promise<Value>, inputs: readonly unknown[]): Loaded<Value> {
  const [state, setState] = useState<Omit<Loaded<Value>, 'reload'>>({ value: null, sentence: null, isLoading: true });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isWanted = true;
    setState((before) => ({ ...before, isLoading: true }));
    load().then(
      (value) => isWanted && setState({ value, sentence: null, isLoading: false }),
      (fault: unknown) =>
        isWanted && setState((before) => ({ ...before, sentence: sentenceOf(fault), isLoading: false })),
    );
    return () => {
      isWanted = false;
    };
  }, [...inputs, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, reload };
}
