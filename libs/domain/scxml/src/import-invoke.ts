import type { CoreInvoke } from '@parley/statechart';
import type { Context } from './context.ts';
import { importActions } from './import-actions.ts';
import { importParams } from './import-content.ts';
import { importMachine } from './import-machine.ts';
import { importNamelist } from './import-send.ts';
import { CHILD_TYPES, OUTSIDE_TYPE } from './names.ts';
import { elementsOf } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A child machine written in place, or (by a type of our own) work outside. */
export function importInvoke(context: Context, element: XmlElement): CoreInvoke {
  const children = context.childrenOf(element, ['param', 'content', 'finalize']);
  const named = (name: string): readonly XmlElement[] => children.filter((child) => child.name === name);
  const [content] = named('content');
  const [finalize] = named('finalize');
  const type = context.text(element, 'type');
  const isOutside = type === OUTSIDE_TYPE;
  if (!isOutside) checkChild(context, element, content);
  return context.build<CoreInvoke>(element, {
    id: () => context.text(element, 'id'),
    idlocation: () => context.location(element, 'idlocation'),
    src: () => (isOutside ? context.text(element, 'src') : undefined),
    srcexpr: () => (isOutside ? context.expression(element, 'srcexpr') : undefined),
    machine: () => {
      const inside = content === undefined ? undefined : childMachine(content);
      return inside === undefined ? undefined : importMachine(context.inner(), inside);
    },
    type: () => (isOutside ? undefined : type),
    typeexpr: () => context.expression(element, 'typeexpr'),
    input: () => importParams(context, named('param')),
    namelist: () => importNamelist(context, element),
    finalize: () => {
      if (finalize !== undefined) context.checkAttributes(finalize);
      return finalize === undefined ? undefined : importActions(context, finalize);
    },
    autoforward: () => autoforward(context, element),
  });
}

function childMachine(content: XmlElement): XmlElement | undefined {
  return elementsOf(content).find(({ name }) => name === 'scxml');
}

/** A child must stand in place: nothing is fetched, and no text is run as a machine. */
function checkChild(context: Context, element: XmlElement, content: XmlElement | undefined): void {
  const type = element.attributes.get('type');
  for (const name of ['src', 'srcexpr']) {
    const text = element.attributes.get(name);
    if (text === undefined) continue;
    const message = 'Machines of other documents are not fetched.';
    const fix = `Write the machine into <content>; for work outside use type="${OUTSIDE_TYPE}".`;
    context.findings.problem(text.offsetOf(0), 'invoke-src', message, fix);
    return;
  }
  if (element.own.has('machine') || element.own.has('machineexpr')) return;
  if (type !== undefined && !CHILD_TYPES.has(type.value) && content === undefined) {
    const message = `'${type.value}' is no kind of work that is known here.`;
    context.findings.problem(type.offsetOf(0), 'invoke-type', message, `Use type="${OUTSIDE_TYPE}" for work outside.`);
    return;
  }
  if (content !== undefined && childMachine(content) !== undefined) return;
  const message = 'A child machine must stand in place, as <content><scxml>…</scxml></content>.';
  context.findings.problem((content ?? element).offset, 'invoke-content', message, 'Write the machine into <content>.');
}

function autoforward(context: Context, element: XmlElement): boolean | undefined {
  const text = element.attributes.get('autoforward');
  if (text === undefined) return undefined;
  if (text.value !== 'true' && text.value !== 'false')
    context.findings.problem(
      text.offsetOf(0),
      'type-unknown',
      `'${text.value}' is neither true nor false.`,
      'true or false.',
    );
  return text.value === 'true';
}
