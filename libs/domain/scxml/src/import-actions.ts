import type { Value } from '@parley/expression';
import type { CoreAction, CoreBranch, CoreEffect, CoreForeach } from '@parley/statechart';
import type { Context } from './context.ts';
import { ACTIONS } from './element-table.ts';
import { importParams, inlineValue } from './import-content.ts';
import { importScript } from './import-script.ts';
import { importCancel, importSend } from './import-send.ts';
import { literalText } from './literal-text.ts';
import { elementsOf, textOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** The executable content of an element; `besides`: children of another kind, that others read. */
export function importActions(
  context: Context,
  parent: XmlElement,
  besides: readonly string[] = [],
): readonly CoreAction[] {
  const foreign = elementsOf(parent).filter((child) => context.nameOf(child) === null);
  for (const child of foreign) context.refuse(child, parent);
  return context
    .childrenOf(parent, [...ACTIONS, ...besides])
    .filter((child) => ACTIONS.includes(context.nameOf(child) ?? ''))
    .flatMap((child) => importAction(context, child));
}

function importAction(context: Context, element: XmlElement): readonly CoreAction[] {
  switch (context.nameOf(element)) {
    case 'raise':
      context.childrenOf(element, []);
      return [
        context.build<CoreAction & { raise: string }>(element, { raise: () => context.required(element, 'event') }),
      ];
    case 'send':
      return [importSend(context, element)];
    case 'cancel':
      return [importCancel(context, element)];
    case 'assign':
      return [importAssign(context, element)];
    case 'if':
      return [importIf(context, element)];
    case 'foreach':
      return [importForeach(context, element)];
    case 'log':
      context.childrenOf(element, []);
      return [
        context.build<CoreAction & { log: string }>(element, {
          log: () => context.text(element, 'label') ?? '',
          expr: () => context.expression(element, 'expr'),
        }),
      ];
    case 'script':
      return importScript(context, element);
    case 'parley:unset':
      return [
        context.build<CoreAction & { unset: string }>(element, { unset: () => context.location(element, 'location') }),
      ];
    case 'parley:effect':
      return [importEffect(context, element)];
    default: {
      const json = element.attributes.get('json');
      return json === undefined ? [] : [context.json(json) as CoreAction];
    }
  }
}

function importAssign(context: Context, element: XmlElement): CoreAction {
  return context.build<CoreAction & { assign: string }>(element, {
    assign: () => {
      context.required(element, 'location');
      return context.location(element, 'location') ?? '';
    },
    expr: () => {
      const expr = context.expression(element, 'expr');
      if (expr !== undefined) return expr;
      const value = inlineValue(context, element);
      if (value === undefined && textOf(element).value.trim() === '') context.required(element, 'expr');
      return literalText(value ?? null);
    },
  });
}

function importIf(context: Context, element: XmlElement): CoreAction {
  const branches = importBranches(context, element);
  const at = element.own.get('at');
  return at === undefined ? { if: branches } : { if: branches, at: String(context.json(at)) };
}

/** The branches of an `if`: its children, cut at `elseif` and `else`. */
function importBranches(context: Context, element: XmlElement): readonly CoreBranch[] {
  const heads: { readonly head: XmlElement; readonly children: XmlElement[] }[] = [{ head: element, children: [] }];
  for (const child of context.childrenOf(element, [...ACTIONS, 'elseif', 'else'])) {
    const name = context.nameOf(child);
    if (name === 'elseif' || name === 'else') heads.push({ head: child, children: [] });
    else heads.at(-1)?.children.push(child);
  }
  for (const child of elementsOf(element)) if (context.nameOf(child) === null) context.refuse(child, element);
  return heads.map(({ head, children }, index) => {
    context.checkAttributes(head);
    if (context.nameOf(head) === 'else' && index < heads.length - 1)
      context.findings.problem(head.offset, 'else-misplaced', 'Nothing may follow <else>.', 'Put <else> last.');
    if (context.nameOf(head) !== 'else' && !head.own.has('cond')) context.required(head, 'cond');
    const branch = readCondition(context, head);
    return { ...branch, do: children.flatMap((child) => importAction(context, child)) };
  });
}

/** Of `if` itself only the condition: `at` belongs to the whole. */
function readCondition(context: Context, head: XmlElement): { readonly cond?: string } {
  const own = head.own.get('cond');
  if (own !== undefined) return { cond: context.json(own) as string };
  const cond = context.condition(head, 'cond');
  return cond === undefined ? {} : { cond };
}

function importForeach(context: Context, element: XmlElement): CoreForeach {
  return context.build<CoreForeach>(element, {
    foreach: () => {
      context.required(element, 'array');
      return context.expression(element, 'array');
    },
    item: () => context.required(element, 'item'),
    index: () => context.text(element, 'index'),
    do: () => importActions(context, element),
  });
}

function importEffect(context: Context, element: XmlElement): CoreEffect {
  const json = <T>(name: string): T | undefined => {
    const text = element.attributes.get(name);
    return text === undefined ? undefined : (context.json(text) as T);
  };
  return context.build<CoreEffect>(element, {
    effect: () => context.required(element, 'type'),
    fields: () => json<Value>('fields'),
    capture: () => json<readonly string[]>('capture'),
    values: () => importParams(context, context.childrenOf(element, ['param'])),
  });
}
