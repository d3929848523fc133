import type { CoreMachine, CoreState } from '@parley/statechart';
import { addData, exportState, isWords } from './export-state.ts';
import { exportInitialTransition, exportTransition } from './export-transition.ts';
import { OWN_NAMESPACE, OWN_PREFIX, SCXML_NAMESPACE } from './names.ts';
import { documentNames, OutBuilder } from './out-builder.ts';
import type { OutElement } from './xml-writer.ts';

/** The `scxml` element of a machine; the outermost one declares the namespaces. */
export function exportMachine(machine: CoreMachine, isOutermost: boolean): OutElement {
  const names = documentNames(idsOf(machine.states));
  const element = new OutBuilder('scxml', names);
  if (isOutermost) element.attribute('xmlns', SCXML_NAMESPACE).attribute(`xmlns:${OWN_PREFIX}`, OWN_NAMESPACE);
  element
    .attribute('version', '1.0')
    .attribute('datamodel', 'ecmascript')
    .mark('core', '1')
    .plain('id', 'name', machine.id);
  const { initial, machines } = machine;
  if (isWords(initial)) element.words('initial', 'initial', initial, true);
  else if (initial !== undefined) element.attribute('initial', [initial.target].flat().map(names.of).join(' '));
  element.attribute('binding', machine.binding).exact('faults', machine.faults).exact('limits', machine.limits);
  addData(element, machine.data, names);
  if (initial !== undefined && !isWords(initial))
    element.child(new OutBuilder('parley:initial', names).child(exportInitialTransition(initial, names)).build());
  element.each('states', machine.states, (one) => exportState(one, names));
  element.each('transitions', machine.transitions, (one) => exportTransition('parley:transition', one, names));
  if (machines !== undefined) element.child(exportMachines(machines));
  return element.build();
}

function exportMachines(machines: Readonly<Record<string, CoreMachine>>): OutElement {
  const names = documentNames([]);
  const list = new OutBuilder('parley:machines', names);
  for (const [name, machine] of Object.entries(machines))
    list.child(
      new OutBuilder('parley:machine', names).plain('name', 'name', name).child(exportMachine(machine, false)).build(),
    );
  return list.build();
}

function idsOf(states: readonly CoreState[]): readonly string[] {
  return states.flatMap((state) => [state.id, ...idsOf(state.states ?? [])]);
}
