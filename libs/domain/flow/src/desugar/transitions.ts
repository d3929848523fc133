import type { CoreAfter, CoreTransition } from '@parley/statechart';
import { durationMs } from '../format/names.ts';
import { intentsOf, movesOf } from '../tree/moves.ts';
import type { Move } from '../tree/moves.ts';
import { isInside } from '../tree/state-tree.ts';
import type { StateNode } from '../tree/state-tree.ts';
import { desugarActions } from './actions.ts';
import { every, isIntent, notTakenAbove, outsideEvents, quote, takesMessage, whenOf } from './conditions.ts';
import type { Desugaring } from './desugaring.ts';
import { fillsOf } from './fills.ts';

/** Author's transitions on intents and events (and eventless ones), in their order; plain `message` ones come last, see `lastResorts`. */
export function eventful(node: StateNode, context: Desugaring): readonly CoreTransition[] {
  return movesOf(context.tree, node)
    .filter((move) => move.key === 'transitions')
    .flatMap((move) => [...onIntents(move, context), ...onEvents(move, context)]);
}

function onIntents(move: Move, context: Desugaring): readonly CoreTransition[] {
  const intents = intentsOf(move.on);
  if (intents.length === 0) return [];
  const cond = every(isIntent(intents, context.threshold), notForAnother(move, context), whenOf(move, context));
  return [
    {
      event: 'message',
      ...(cond !== undefined && { cond }),
      ...arrival(move),
      do: [...fillsOf(move, context), ...resetLadders(move, context), ...desugarActions(move.do, context)],
      at: move.at,
    },
  ];
}

function onEvents(move: Move, context: Desugaring): readonly CoreTransition[] {
  const events = outsideEvents(move.on, context);
  if (events.length === 0 && !move.eventless) return [];
  const cond = whenOf(move, context);
  return [
    {
      ...(events.length > 0 && { event: events }),
      ...(cond !== undefined && { cond }),
      ...arrival(move),
      do: desugarActions(move.do, context),
      at: move.at,
    },
  ];
}

/** Rule 3 (f): plain `message` transitions, after everything else of their branch. */
export function lastResorts(node: StateNode, context: Desugaring): readonly CoreTransition[] {
  return movesOf(context.tree, node)
    .filter((move) => move.key === 'transitions' && takesMessage(move.on))
    .map((move) => {
      const cond = every(notTakenAbove(node, context), whenOf(move, context));
      return {
        event: 'message',
        ...(cond !== undefined && { cond }),
        ...arrival(move),
        do: desugarActions(move.do, context),
        at: move.at,
      };
    });
}

export function timers(node: StateNode, context: Desugaring): readonly CoreAfter[] {
  const moves = movesOf(context.tree, node).filter((move) => move.key === 'after');
  return moves.map((move, index) => {
    const cond = whenOf(move, context);
    return {
      delayMs: durationMs(node.authored.after?.[index]?.delay ?? '0ms'),
      ...(cond !== undefined && { cond }),
      ...arrival(move),
      do: desugarActions(move.do, context),
      at: move.at,
    };
  });
}

/** Targets, and whether the move stays inside its source: to own descendants, unless it says `reenter`. */
export function arrival(move: Move): Pick<CoreTransition, 'target' | 'internal'> {
  const { source, targets } = move;
  if (targets.length === 0) return {};
  const inside = source.type === 'compound' && targets.every((target) => target !== source && isInside(target, source));
  return { target: targets.map((each) => each.name), ...(inside && !move.reenter && { internal: true }) };
}

/** A match ends a ladder: those at and inside the state that takes the message. */
function resetLadders(move: Move, context: Desugaring): NonNullable<CoreTransition['do']> {
  const ladders = context.tree.all.filter(
    (each) => each.type === 'intent' && each.authored.noMatch && isInside(each, move.source),
  );
  return ladders.map((each) => ({ assign: `flow.rungs.${each.name}`, expr: '0', at: move.at }));
}

/** Where several questions may be open at once, a button answers its own only. */
function notForAnother(move: Move, context: Desugaring): string | undefined {
  if ((move.source.authored.choices?.length ?? 0) === 0) return undefined;
  const others = context.tree.all.some((each) => each !== move.source && (each.authored.choices?.length ?? 0) > 0);
  return others ? `event.asker in ['', ${quote(move.source.name)}]` : undefined;
}
