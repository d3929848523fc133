import type { TrainingSet } from '@parley/nlu';
import type { CoreMachine, Machine } from '@parley/statechart';
import { parseTemplate } from '@parley/template';
import type { CompiledTemplate } from '@parley/template';
import { toTypes } from './check/declared-types.ts';
import { operationOf } from './desugar/desugar-integration.ts';
import type { Desugaring } from './desugar/desugaring.ts';
import type { Flow, FlowChoice } from './flow.ts';
import type { AuthoredFlow, Localized } from './format/authored.ts';
import { remoteModelOf } from './remote-model.ts';
import { slotKind } from './slot-value.ts';
import { textsOf } from './tree/parts.ts';
import type { StateTree } from './tree/state-tree.ts';
import { Tasks } from './tree/tasks.ts';

const DEFAULT_THRESHOLD = 0.6;

export function desugaringOf(flow: AuthoredFlow, tree: StateTree): Desugaring {
  return {
    flow,
    tree,
    tasks: new Tasks(tree),
    threshold: flow.understanding?.threshold ?? DEFAULT_THRESHOLD,
    slots: flow.slots ?? new Map(),
    declaredEvents: [...(flow.events?.keys() ?? [])],
    pathsOf: (text) => [...new Set([...compileText(text).values()].flatMap((each) => each.paths))],
  };
}

/** Puts together what running the flow needs. */
export function assembleFlow(desugaring: Desugaring, core: CoreMachine, machine: Machine, hash: string): Flow {
  const { flow, tree, threshold } = desugaring;
  const integrations = tree.all.filter((each) => each.type === 'integration');
  const asking = tree.all.filter((each) => (each.authored.choices?.length ?? 0) > 0);
  return {
    hash,
    id: flow.id ?? '',
    title: flow.title ?? flow.id ?? '',
    languages: flow.languages ?? [],
    threshold,
    remoteModel: remoteModelOf(flow),
    core,
    machine,
    profile: new Map(Object.entries(toTypes(flow.profile))),
    vars: new Map(Object.entries(toTypes(flow.vars))),
    slots: desugaring.slots,
    events: new Map(
      [...(flow.events ?? [])].map(([name, event]) => [name, new Map(Object.entries(toTypes(event.data)))]),
    ),
    intents: [...(flow.intents?.keys() ?? [])],
    training: new Map((flow.languages ?? []).map((language) => [language, trainingOf(flow, language)])),
    operations: new Map(integrations.map((each) => [each.name, operationOf(each.authored)])),
    choices: new Map(asking.map((each) => [each.name, (each.authored.choices ?? []).map(toChoice)])),
    texts: new Map(textsOf(flow, tree).map(({ at, text }) => [at, compileText(text)])),
    apology: flow.apology ?? new Map(),
    handoffs: new Set(tree.all.filter((each) => each.type === 'handoff').map((each) => each.name)),
    goals: flow.goals ?? [],
  };
}

function toChoice(choice: { readonly intent?: string; readonly label?: Localized }): FlowChoice {
  return { intent: choice.intent ?? '', label: choice.label ?? new Map() };
}

function trainingOf(flow: AuthoredFlow, language: string): TrainingSet {
  const intents = [...(flow.intents ?? [])].map(([name, intent]) => ({
    name,
    examples: intent.examples?.get(language) ?? [],
  }));
  const slots = Object.fromEntries([...(flow.slots ?? [])].map(([name, slot]) => [name, slotKind(slot, language)]));
  return { language, intents, slots };
}

function compileText(text: Localized): ReadonlyMap<string, CompiledTemplate> {
  const compiled = [...text].flatMap(([language, source]) => {
    const parsed = parseTemplate(source);
    return parsed.ok ? [[language, parsed.template] as const] : [];
  });
  return new Map(compiled);
}
