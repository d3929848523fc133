import { compileNode } from './compile-node.ts';
import { Fault } from './fault.ts';
import { outOfFuel, spend, type Run } from './frame.ts';
import type { MacroNode } from './syntax.ts';
import { isList, isMap, kindOf } from './values.ts';

/** `exists` and `all` over a list's items or a map's keys; like `||` and `&&`, the settling item absorbs faults. */
export function compileMacro(node: MacroNode): Run {
  const { at, item } = node;
  const settles = node.macro === 'exists';
  const range = compileNode(node.range, undefined);
  const predicate = compileNode(node.predicate, item);
  return (frame) => {
    const container = range(frame);
    if (container instanceof Fault) return container;
    if (!isList(container) && !isMap(container))
      return new Fault('wrong-type', at, `${node.macro} goes through a list or a map, not ${kindOf(container)}.`);
    let fault: Fault | undefined;
    for (const element of isList(container) ? container : Object.keys(container)) {
      if (!spend(frame, 1)) return outOfFuel(at);
      frame.item = element;
      const value = predicate(frame);
      if (value === settles) return settles;
      if (value instanceof Fault) {
        if (value.isFatal) return value;
        fault ??= value;
      } else if (typeof value !== 'boolean')
        fault ??= new Fault('wrong-type', node.predicate.at, `${node.macro} asks for a bool, not ${kindOf(value)}.`);
    }
    return fault ?? !settles;
  };
}
