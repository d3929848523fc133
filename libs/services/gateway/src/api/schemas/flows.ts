import { z } from 'zod';
import { flowId, next, plainText, time, versionHash } from './primitives.ts';

const flowText = plainText(1, 250_000);

export const draftBody = z.strictObject({ text: flowText }).meta({ id: 'Draft' });
export const draftSaved = z.object({ hash: versionHash, savedAt: time }).meta({ id: 'DraftSaved' });
export const checkBody = z
  .strictObject({ text: flowText.optional().describe('Absent = the draft') })
  .meta({ id: 'CheckRequest' });
export const flowProblem = z
  .object({
    pointer: z.string(),
    code: z.string(),
    message: z.string(),
    fix: z.string(),
    severity: z.string(),
  })
  .meta({ id: 'FlowProblem' });
export const checked = z
  .object({ ok: z.boolean(), hash: versionHash, problems: z.array(flowProblem) })
  .meta({ id: 'Checked' });
export const published = z
  .object({ hash: versionHash, publishedAt: time, problems: z.array(flowProblem) })
  .meta({ id: 'Published' });
export const defaultBody = z.strictObject({ hash: versionHash }).meta({ id: 'DefaultVersion' });
export const defaultSet = z.object({ hash: versionHash }).meta({ id: 'DefaultVersionSet' });
export const versionView = z
  .object({ hash: versionHash, publishedAt: time, archivedAt: time.nullable() })
  .meta({ id: 'FlowVersion' });
export const versionWithText = z
  .object({ hash: versionHash, publishedAt: time, archivedAt: time.nullable(), text: z.string() })
  .meta({ id: 'FlowVersionWithText' });
export const versionList = z
  .object({ versions: z.array(versionView), defaultHash: versionHash.nullable(), next })
  .meta({ id: 'FlowVersionPage' });
export const flowView = z
  .object({
    flow: flowId,
    draft: z.string().nullable(),
    draftSavedAt: time.nullable(),
    defaultVersion: versionWithText.nullable(),
  })
  .meta({ id: 'Flow' });
export const flowPage = z
  .object({
    flows: z.array(z.object({ flow: flowId, draftSavedAt: time.nullable(), defaultHash: versionHash.nullable() })),
    next,
  })
  .meta({ id: 'FlowPage' });
