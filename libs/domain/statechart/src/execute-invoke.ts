import type { ValueMap } from '@parley/expression';
import { payloadOf, textOf, weigh } from './evaluate.ts';
import { assign } from './assign.ts';
import { LimitHit } from './limits.ts';
import { Program } from './machine.ts';
import { madeId } from './made-id.ts';
import type { Invoke, StateNode, Work } from './machine.ts';
import { isMap } from './own.ts';
import { blankSnapshot, givenOf } from './blank-snapshot.ts';
import { isScxmlMachine } from './processors.ts';
import type { Run } from './run.ts';

interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Nobody is there to be asked. */
  readonly isCommunication?: boolean;
}

/** Begins what a state asks for; where that cannot be computed, an error is raised instead and nothing begins (W3C 6.4.3). */
export function executeInvoke(run: Run, state: StateNode, invoke: Invoke): void {
  const { at } = invoke;
  run.spend(1, at);
  const place =
    run.trace === null ? -1 : run.trace.push({ type: 'action', at, action: `invoke ${invoke.id ?? ''}`.trimEnd() }) - 1;
  const refusal = beginInvoke(run, state, invoke);
  if (refusal === null) return;
  const record = run.trace?.[place];
  if (run.trace !== null && record?.type === 'action') run.trace[place] = { ...record, error: refusal.message };
  const { code, message } = refusal;
  if (refusal.isCommunication !== true) return run.raiseError(code, message, at);
  run.raise({ name: 'error.communication', type: 'platform', data: { code, message, at } }, at);
}

function beginInvoke(run: Run, state: StateNode, invoke: Invoke): Refusal | null {
  const { at, work } = invoke;
  const input = payloadOf(run, invoke.input, invoke.namelist, at);
  if (!input.ok) return input;
  if (!isMap(input.value)) throw new LimitHit('input-malformed', at, 'The input of an invoke is a map.');
  const id = invoke.id ?? madeId(state, invoke, run.makeNumber());
  if (work.kind === 'outside') {
    const src = textOf(run, work.src, at);
    if (!src.ok) return src;
    return tell(run, invoke, id) ?? askOutside(run, { state, invoke, id, src: src.value, input: input.value });
  }
  const child = childOf(run, work, at);
  if ('code' in child) return child;
  return tell(run, invoke, id) ?? beginChild(run, { state, invoke, id, child, input: input.value });
}

interface Child {
  readonly program: Program;
  /** Where `machineexpr` chose it. */
  readonly name: string | null;
}

/** W3C's `idlocation`: set before anything begins. */
function tell(run: Run, { idLocation, at }: Invoke, id: string): Refusal | null {
  return idLocation === null ? null : assign(run, idLocation, id, at);
}

interface Beginning {
  readonly state: StateNode;
  readonly invoke: Invoke;
  readonly id: string;
  readonly input: ValueMap;
}

function askOutside(run: Run, { state, invoke, id, src, input }: Beginning & { readonly src: string }): null {
  const { config, at } = invoke;
  const bytes = weigh(run, input, at) + weigh(run, config, at);
  const operation = run.openOperation(state, id, at);
  run.addEffect({ kind: 'invoke', operation, invoke: id, state: state.id, src, input, config, at }, bytes, at);
  return null;
}

function childOf(run: Run, work: Work & { readonly kind: 'child' }, at: string): Child | Refusal {
  if (work.type !== null) {
    const type = textOf(run, work.type, at);
    if (!type.ok) return type;
    if (!isScxmlMachine(type.value)) {
      return { code: 'type-unsupported', message: `'${type.value.slice(0, 80)}' is no kind of child machine.` };
    }
  }
  if (work.child instanceof Program) return { program: work.child, name: null };
  const name = textOf(run, work.child, at);
  if (!name.ok) return name;
  const program = run.tables.machines.get(name.value);
  if (program !== undefined) return { program, name: name.value };
  const message = `There is no machine '${name.value.slice(0, 80)}'.`;
  return { code: 'machine-unknown', message, isCommunication: true };
}

/** The child joins the snapshot now and runs when this macrostep is over. */
function beginChild(run: Run, { state, invoke, id, child, input }: Beginning & { readonly child: Child }): null {
  const { at, index } = invoke;
  run.checkLoad('children', 0, at, 'More child machines run than are allowed.');
  run.spend(5, at);
  const session = `${run.root.session}.${run.makeNumber()}`;
  const given = givenOf(child.program.tables, input);
  const snapshot = blankSnapshot(child.program.tables, given);
  weigh(run, snapshot.data, at);
  const named = child.name === null ? {} : { machine: child.name };
  run.children = [...run.children, { invoke: id, session, state: state.id, index, ...named, snapshot }];
  (run.root.beginnings ??= []).push({ to: session, event: null, given });
  return null;
}
