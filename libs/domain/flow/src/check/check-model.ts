import { durationMs } from '../format/names.ts';
import { didYouMean } from '../nearest.ts';
import { LOCAL_MODEL, MODEL_ADAPTER } from '../remote-model.ts';
import type { Checking } from './checking.ts';

/** Which model understands messages, and whether it is offered here. */
export function checkModel({ flow, findings, manifests }: Checking): void {
  const { at, model = LOCAL_MODEL, timeout } = flow.understanding ?? { at: '' };
  if (timeout !== undefined && model === LOCAL_MODEL)
    findings.add(`${at}/timeout`, 'key-unknown', 'The local model answers at once.', 'Remove "timeout".');
  if (timeout !== undefined && durationMs(timeout) === 0)
    findings.add(`${at}/timeout`, 'delay-zero', 'A model needs time to answer.', 'Write at least "1ms".');
  if (model === LOCAL_MODEL || manifests === undefined) return;
  const names = Object.keys(manifests.find(({ name }) => name === MODEL_ADAPTER)?.operations ?? {});
  if (names.includes(model)) return;
  const known = [LOCAL_MODEL, ...names];
  const fix = didYouMean(model, known) ?? `Known: ${known.join(', ')}.`;
  findings.add(`${at}/model`, 'model-unknown', `There is no model "${model}".`, fix);
}
