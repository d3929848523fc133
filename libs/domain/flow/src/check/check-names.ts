import { KEPT_WORDS, RESERVED_EVENTS } from '../format/names.ts';
import { pointerTo } from '../json/json-node.ts';
import { actionsOf } from '../tree/parts.ts';
import type { Checking } from './checking.ts';

const OWN_EVENTS: ReadonlySet<string> = new Set(['message', 'opened', 'agent', 'intent', 'flow']);

/** Names that are taken: twice by states, by the expression language, by the machine's own events. */
export function checkNames(checking: Checking): void {
  const { flow, tree, findings } = checking;
  for (const node of tree.all) {
    const first = tree.byName.get(node.name);
    if (first !== node && first !== undefined) {
      findings.add(
        node.at,
        'state-duplicate',
        `The name "${node.name}" is taken by the state at ${first.at}.`,
        'Give it a name of its own.',
      );
    }
  }
  const kept = (at: string, name: string): void => {
    if (KEPT_WORDS.has(name))
      findings.add(
        pointerTo(at, name),
        'name-invalid',
        `"${name}" is a word of the expression language.`,
        'Choose another name.',
      );
  };
  for (const key of ['slots', 'vars', 'profile', 'intents'] as const) {
    for (const name of flow[key]?.keys() ?? []) kept(pointerTo(flow.at, key), name);
  }
  for (const node of tree.all) {
    if (KEPT_WORDS.has(node.name))
      findings.add(
        node.at,
        'name-invalid',
        `"${node.name}" is a word of the expression language.`,
        'Choose another name.',
      );
  }
  checkEventNames(checking);
}

function checkEventNames({ flow, tree, findings }: Checking): void {
  const check = (pointer: string, name: string, verb: string): void => {
    const first = name.split('.')[0] ?? '';
    if (RESERVED_EVENTS.has(first)) {
      findings.add(
        pointer,
        'event-reserved',
        `Events beginning with "${first}" come from the machine alone and cannot be ${verb}.`,
        'Choose another first part.',
      );
    } else if (OWN_EVENTS.has(first)) {
      findings.add(
        pointer,
        'event-reserved',
        `"${first}" is an event that the platform brings; it cannot be ${verb}.`,
        'Choose another first part.',
      );
    }
  };
  for (const [name, event] of flow.events ?? []) check(event.at, name, 'declared');
  for (const { action } of actionsOf(tree)) {
    if (action.raise !== undefined) check(pointerTo(action.at, 'raise'), action.raise, 'raised');
  }
  const languages = flow.languages ?? [];
  languages.forEach((language, index) => {
    if (languages.indexOf(language) !== index)
      findings.add(
        `${flow.at}/languages/${index}`,
        'language-duplicate',
        `"${language}" is listed twice.`,
        'Keep one.',
      );
  });
}
