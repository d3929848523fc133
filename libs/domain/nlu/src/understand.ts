import type { Model, Understanding } from './types.ts';

/** What a message means to a model. Bounded in time by MAX_CHARACTERS and MAX_WORDS; the rest of a long text is not read. */
export function understand(model: Model, text: string): Understanding {
  return model.understand(text);
}
