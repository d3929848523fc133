/** A text that was typed and not saved, and what it was made from. */
export interface UnsavedText {
  readonly text: string;
  readonly savedText: string;
}

const kept = new Map<string, UnsavedText>();

/** Going elsewhere in the console loses nothing: what is not saved waits here until its flow is opened again. */
export function keepUnsaved(flow: string, unsaved: UnsavedText | null): void {
  if (unsaved === null) kept.delete(flow);
  else kept.set(flow, unsaved);
}

export function unsavedOf(flow: string): UnsavedText | null {
  return kept.get(flow) ?? null;
}

/** Flows with something unsaved, in order of their names. */
export function unsavedFlows(): readonly string[] {
  return [...kept.keys()].sort();
}

export function forgetUnsaved(): void {
  kept.clear();
}
