import type { CoreAction, CoreDatum, CoreInitial, CoreMachine } from '@parley/statechart';
import type { Context } from './context.ts';
import { importScript } from './import-script.ts';
import { dataOf, importStates, machineElements, orNothing, STATES } from './import-state.ts';
import { importInitial, importTransition } from './import-transition.ts';
import { elementsOf, trimmed } from './xml.ts';
import type { XmlElement } from './xml.ts';

const CHILDREN = ['datamodel', 'script', ...STATES, 'parley:initial', 'parley:transition', 'parley:machines'];
const DATAMODELS = new Set(['ecmascript', 'null', '']);

/** A whole `scxml` element. Documents that are not ours mean W3C's way with what cannot be read: an error when it is reached. */
export function importMachine(context: Context, element: XmlElement): CoreMachine {
  const children = context.childrenOf(element, CHILDREN);
  const named = (name: string): readonly XmlElement[] => children.filter((child) => context.nameOf(child) === name);
  checkDatamodel(context, element);
  const script = named('script').flatMap((one) => importScript(context, one));
  const states = importStates(context, children);
  if (states.length === 0 && !element.own.has('states')) {
    const message = 'A machine needs at least one state.';
    context.findings.problem(element.offset, 'states-missing', message, 'Add a <state>.');
  }
  const machine = context.build<CoreMachine>(element, {
    schema: () => 'core/1',
    id: () => context.text(element, 'name') ?? 'machine',
    initial: () => withScript(startOf(context, element, named('parley:initial')), script, states[0]?.id),
    binding: () => binding(context, element),
    faults: () => (element.own.has('core') ? undefined : 'run'),
    data: () => orNothing(dataOf(context, named('datamodel'))),
    states: () => states,
    transitions: () => orNothing(named('parley:transition').map((one) => importTransition(context, one))),
    machines: () => machinesOf(context, named('parley:machines')),
  });
  const made = madeByScripts(context, element, machine.data ?? []);
  return made.length === 0 ? machine : { ...machine, data: [...(machine.data ?? []), ...made] };
}

function startOf(context: Context, element: XmlElement, [own]: readonly XmlElement[]): CoreMachine['initial'] {
  return own === undefined ? context.words(element, 'initial') : importInitial(context, own);
}

/** A script of the whole document runs before the first state is entered. */
function withScript(
  initial: CoreMachine['initial'],
  script: readonly CoreAction[],
  first: string | undefined,
): CoreMachine['initial'] {
  if (script.length === 0) return initial;
  const start: CoreInitial =
    typeof initial === 'object' && 'target' in initial ? initial : { target: initial ?? first ?? '' };
  return { ...start, do: [...script, ...(start.do ?? [])] };
}

function binding(context: Context, element: XmlElement): 'early' | 'late' | undefined {
  const text = element.attributes.get('binding');
  if (text === undefined || text.value === 'early' || text.value === 'late') return text?.value as 'late' | undefined;
  context.findings.problem(text.offsetOf(0), 'type-unknown', `'${text.value}' is no binding.`, 'early or late.');
  return undefined;
}

function checkDatamodel(context: Context, element: XmlElement): void {
  const text = element.attributes.get('datamodel');
  if (text === undefined || DATAMODELS.has(trimmed(text).value)) return;
  const message = `The data model '${text.value}' is not translated.`;
  context.findings.problem(text.offsetOf(0), 'datamodel-unknown', message, 'Use datamodel="ecmascript".');
}

/** Data roots that a script makes by assigning to them, where no `data` declares them. */
function madeByScripts(context: Context, element: XmlElement, declared: readonly CoreDatum[]): readonly CoreDatum[] {
  if (context.scriptRoots.size === 0) return [];
  const known = new Set([...declared.map(({ id }) => id), ...declaredIn(element)]);
  return [...context.scriptRoots].filter((id) => !known.has(id)).map((id) => ({ id }));
}

function declaredIn(element: XmlElement): readonly string[] {
  return elementsOf(element).flatMap((child) => {
    if (child.name === 'invoke') return [];
    return child.name === 'data' ? [child.attributes.get('id')?.value ?? ''] : declaredIn(child);
  });
}

function machinesOf(context: Context, [list]: readonly XmlElement[]): CoreMachine['machines'] {
  if (list === undefined) return undefined;
  const named = context.childrenOf(list, ['parley:machine']).flatMap((one): readonly [string, CoreMachine][] => {
    const [machine] = machineElements(one);
    return machine === undefined ? [] : [[context.required(one, 'name'), importMachine(context.inner(), machine)]];
  });
  return Object.fromEntries(named);
}
