import type { CoreAction, CoreCancel, CoreSend } from '@parley/statechart';
import type { Context } from './context.ts';
import { readDelay } from './delay.ts';
import { importContent, importParams } from './import-content.ts';
import type { XmlElement } from './xml.ts';

/** `send`, or one of our `raise`s with data, which has no other form in SCXML. */
export function importSend(context: Context, element: XmlElement): CoreAction {
  const children = context.childrenOf(element, ['param', 'content']);
  const params = children.filter(({ name }) => name === 'param');
  const [content] = children.filter(({ name }) => name === 'content');
  if (element.own.get('kind')?.value === 'raise')
    return context.build<CoreAction & { raise: string }>(element, {
      raise: () => context.required(element, 'event'),
      data: () => importParams(context, params) ?? {},
    });
  if (content !== undefined && (params.length > 0 || element.attributes.has('namelist'))) {
    const message = 'A send has content, or params and a namelist, not both.';
    context.findings.problem(content.offset, 'send-both', message, 'Remove one of them.');
  }
  const read = context.build<CoreSend & { at?: string }>(element, {
    event: () => context.text(element, 'event'),
    eventexpr: () => context.expression(element, 'eventexpr'),
    target: () => context.text(element, 'target'),
    targetexpr: () => context.expression(element, 'targetexpr'),
    type: () => context.text(element, 'type'),
    typeexpr: () => context.expression(element, 'typeexpr'),
    id: () => context.text(element, 'id'),
    idlocation: () => context.location(element, 'idlocation'),
    delayMs: () => importDelay(context, element, 'delay'),
    delayexpr: () => context.expression(element, 'delayexpr'),
    namelist: () => importNamelist(context, element),
    params: () => importParams(context, params),
    content: () => (content === undefined ? undefined : importContent(context, content)),
  });
  const { at, ...send } = read;
  return at === undefined ? { send } : { send, at };
}

export function importCancel(context: Context, element: XmlElement): CoreAction {
  context.childrenOf(element, []);
  const { at, ...cancel } = context.build<CoreCancel & { at?: string }>(element, {
    sendid: () => context.text(element, 'sendid'),
    sendidexpr: () => context.expression(element, 'sendidexpr'),
  });
  return at === undefined ? { cancel } : { cancel, at };
}

/** Milliseconds of a CSS time such as `1.5s` or `200ms`. */
export function importDelay(context: Context, element: XmlElement, name: string): number | undefined {
  const text = element.attributes.get(name);
  if (text === undefined) return undefined;
  const delayMs = readDelay(text.value);
  if (delayMs !== null) return delayMs;
  const message = `'${text.value.slice(0, 40)}' is no delay.`;
  context.findings.problem(text.offsetOf(0), 'delay-unreadable', message, 'Write 1.5s or 200ms.');
  return 0;
}

export function importNamelist(context: Context, element: XmlElement): readonly string[] | undefined {
  const text = element.attributes.get('namelist');
  if (text === undefined) return undefined;
  return [...text.value.matchAll(/\S+/g)].map((word) =>
    context.path({ value: word[0], offsetOf: (index) => text.offsetOf(word.index + index) }),
  );
}
