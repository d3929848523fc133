import { parser } from '@prometheus-io/lezer-promql';

/** Where Prometheus' own grammar cannot read an expression. */
export function misreadIn(expression: string): readonly number[] {
  const places: number[] = [];
  parser.parse(expression).iterate({ enter: ({ type, from }) => void (type.isError && places.push(from)) });
  return places;
}

/** Names of our figures in a text; a histogram's series count as the histogram. */
export const figuresIn = (text: string): readonly string[] =>
  [
    ...new Set([...text.matchAll(/\bparley_[a-z_]+\b/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''))),
  ].sort();
