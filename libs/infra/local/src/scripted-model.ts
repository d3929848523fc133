import { readFile } from 'node:fs/promises';
import type { LanguageModel } from '@parley/ports';
import { MemoryLanguageModel } from '@parley/ports';
import { z } from 'zod';
import { StartProblem } from '@parley/service-kit';

const share = z.number().min(0).max(1);

/** What the model answers, by the text that it is asked about. */
const script = z.record(
  z.string(),
  z.strictObject({
    intent: z.string().nullable().exactOptional(),
    confidence: share.exactOptional(),
    entities: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).exactOptional(),
    alternatives: z.array(z.strictObject({ intent: z.string(), confidence: share })).exactOptional(),
    afterMs: z.number().int().min(0).exactOptional(),
    fails: z.string().exactOptional(),
  }),
);

/**
 * `model.scripted`, for tests and measurements: it says what a file says. A file and no server of its own, for a model
 * keeps nothing that has to outlive the process that asks it (a bank does), and thinking is only time that passes.
 * @throws StartProblem when there is no script in the file
 */
export async function openScriptedModel(file: string): Promise<LanguageModel> {
  const read = await readFile(file, 'utf8').then(parse, () => null);
  if (read === null || !read.success) {
    throw new StartProblem(
      `PARLEY_SCRIPTED_MODEL names no script: ${file} must hold {"a text": {"intent", "confidence", "entities", "alternatives", "afterMs", "fails"}}.`,
    );
  }
  return new MemoryLanguageModel(read.data);
}

function parse(text: string): ReturnType<typeof script.safeParse> | null {
  try {
    return script.safeParse(JSON.parse(text));
  } catch {
    return null;
  }
}
