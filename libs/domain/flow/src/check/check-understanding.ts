import { parseExample } from '@parley/nlu';
import { pointerTo } from '../json/json-node.ts';
import { didYouMean } from '../nearest.ts';
import { eventsOf, intentsOf, movesOf } from '../tree/moves.ts';
import { actionsOf } from '../tree/parts.ts';
import { ancestors } from '../tree/state-tree.ts';
import type { StateNode } from '../tree/state-tree.ts';
import { matches } from './check-reach.ts';
import { checkLanguages } from './check-texts.ts';
import type { Checking } from './checking.ts';

/** Intents, their examples, and whether what is asked can be answered. */
export function checkUnderstanding(checking: Checking): void {
  checkExamples(checking);
  const outside = comingEvents(checking);
  checkGoals(checking, outside);
  for (const node of checking.tree.all) {
    checkDescriptors(node, outside, checking);
    checkChoices(node, checking);
    checkLadder(node, checking);
  }
}

/** A milestone on an event needs one that comes. */
function checkGoals({ flow, findings }: Checking, outside: readonly string[]): void {
  for (const { event, at } of flow.goals ?? []) {
    if (event === undefined || isKnownEvent(event, outside)) continue;
    const fix = didYouMean(event, outside) ?? 'Declare it under "events", or raise it.';
    findings.add(pointerTo(at, 'event'), 'event-undeclared', `Nothing brings the event "${event}".`, fix);
  }
}

function checkExamples(checking: Checking): void {
  const { flow, findings } = checking;
  const slots = flow.slots ?? new Map();
  for (const { at, examples } of flow.intents?.values() ?? []) {
    if (examples === undefined) continue;
    checkLanguages(`${at}/examples`, examples, checking);
    for (const [language, sentences] of examples) {
      sentences.forEach((sentence, index) => {
        const place = `${pointerTo(`${at}/examples`, language)}/${index}`;
        const parsed = parseExample(sentence);
        if (parsed.text.trim() === '')
          findings.add(place, 'example-empty', 'An example must have words.', 'Write what a person would say.');
        for (const { slot } of parsed.spans.filter((span) => !slots.has(span.slot))) {
          findings.add(
            place,
            'slot-undeclared',
            `There is no slot "${slot}".`,
            didYouMean(slot, slots.keys()) ?? 'Declare it under "slots".',
          );
        }
      });
    }
  }
}

function checkDescriptors(node: StateNode, outside: readonly string[], { flow, findings }: Checking): void {
  const intents = [...(flow.intents?.keys() ?? [])];
  const checkAll = (on: readonly string[], at: string, many: boolean): void =>
    on.forEach((descriptor, index) => {
      const place = many ? `${at}/${index}` : at;
      if (descriptor.startsWith('intent:')) {
        const intent = descriptor.slice('intent:'.length);
        if (!intents.includes(intent))
          findings.add(
            place,
            'intent-undeclared',
            `There is no intent "${intent}".`,
            didYouMean(intent, intents) ?? 'Declare it under "intents".',
          );
      } else if (/^(?:after|op)(?:\.|$)/.test(descriptor)) {
        findings.add(
          place,
          'event-reserved',
          `"${descriptor}" is kept by the machine for itself.`,
          'Use "after" for timers and an integration state for operations.',
        );
      } else if (!isKnownEvent(descriptor, outside)) {
        findings.add(
          place,
          'event-undeclared',
          `Nothing brings the event "${descriptor}".`,
          didYouMean(descriptor, outside) ?? 'Declare it under "events", or raise it.',
        );
      }
    });
  for (const each of node.authored.transitions ?? [])
    checkAll(each.on ?? [], `${each.at}/on`, (each.on?.length ?? 0) > 1);
  for (const key of ['defer', 'interrupt'] as const) checkAll(node.authored[key] ?? [], `${node.at}/${key}`, true);
}

/** Events that come from outside or are raised. */
function comingEvents({ flow, tree }: Checking): readonly string[] {
  const raised = actionsOf(tree).flatMap(({ action }) => action.raise ?? []);
  return ['message', 'opened', 'agent.message', 'agent.closed', ...(flow.events?.keys() ?? []), ...new Set(raised)];
}

function isKnownEvent(descriptor: string, outside: readonly string[]): boolean {
  return (
    descriptor === '*' ||
    /^(?:done|error)(?:\.|$)/.test(descriptor) ||
    outside.some((event) => matches(descriptor, event))
  );
}

/** The intent of a choice must be taken where it is asked, or above. */
function checkChoices(node: StateNode, { flow, tree, findings }: Checking): void {
  const { choices, ask } = node.authored;
  if (choices !== undefined && ask === undefined) {
    findings.add(node.at, 'ask-missing', 'Choices need a question that they answer.', 'Add "ask".');
  }
  const known = flow.intents ?? new Map();
  for (const { intent, at } of choices ?? []) {
    if (intent === undefined) continue;
    const place = pointerTo(at, 'intent');
    if (!known.has(intent)) {
      findings.add(
        place,
        'intent-undeclared',
        `There is no intent "${intent}".`,
        didYouMean(intent, known.keys()) ?? 'Declare it under "intents".',
      );
    } else if (
      ![node, ...ancestors(node)].some(
        (each) => each.type !== 'root' && movesOf(tree, each).some((move) => intentsOf(move.on).includes(intent)),
      )
    ) {
      findings.add(
        place,
        'choice-unhandled',
        `Nothing takes "${intent}" here.`,
        `Add a transition on "intent:${intent}".`,
      );
    }
  }
}

/** An intent state must say what happens to what it does not understand. */
function checkLadder(node: StateNode, { tree, findings }: Checking): void {
  if (node.type !== 'intent' || node.authored.noMatch !== undefined) return;
  const lastResort = [node, ...ancestors(node)].some(
    (each) =>
      each.type !== 'root' &&
      movesOf(tree, each).some(
        (move) => eventsOf(move.on).some((on) => on === 'message' || on === '*') && move.when === undefined,
      ),
  );
  if (!lastResort)
    findings.add(
      node.at,
      'ladder-missing',
      'What is not understood here is met with silence.',
      'Add "noMatch" texts and "onFailed".',
    );
}
