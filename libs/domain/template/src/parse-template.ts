/// <reference path="./liquid-browser.d.ts" />
import { Liquid, LiquidError } from 'liquidjs/dist/liquid.browser.mjs';
import { MAX_SOURCE_LENGTH } from './limits.ts';
import { readPlain } from './read-plain.ts';
import type { Node } from './syntax.ts';
import type { ParseTemplateResult, TemplateProblem, TemplateRead } from './template.ts';
import { translateNodes } from './translate-nodes.ts';
import { Translation } from './translation.ts';

/** The tags that reach LiquidJS' parser at all. */
const TAGS: ReadonlySet<string> = new Set(['if', 'unless', 'for', 'comment']);

const reader = lockedReader();

/** Reads a source of at most 4,000 characters. LiquidJS reads it, as a parser only; we render our own tree. */
export function parseTemplate(source: string): ParseTemplateResult {
  if (source.length > MAX_SOURCE_LENGTH)
    return refuse({
      code: 'template-too-long',
      at: MAX_SOURCE_LENGTH,
      message: `A template may have ${MAX_SOURCE_LENGTH} characters; this one has ${source.length}.`,
      fix: 'Split the text.',
    });
  const plain = readPlain(source);
  if (plain !== undefined) return accept(source, plain.nodes, plain.reads);
  return parseLiquid(source);
}

/** The slow path, for every source. Exported for the test that holds the fast path against it. */
export function parseLiquid(source: string): ParseTemplateResult {
  const into = new Translation();
  try {
    const nodes = translateNodes(
      reader.parse(source),
      { locals: new Set(), guarded: new Set(), depth: 0, role: 'value' },
      into,
    );
    return into.problems.length > 0 ? { ok: false, problems: into.problems } : accept(source, nodes, into.reads);
  } catch (thrown) {
    return refuse(problemOf(thrown));
  }
}

function lockedReader(): Liquid {
  // Without a locale, a time zone and these flags LiquidJS asks the machine for them.
  const liquid = new Liquid({
    locale: 'en-US',
    timezoneOffset: 0,
    relativeReference: false,
    cache: false,
    ownPropertyOnly: true,
    dynamicPartials: false,
    strictFilters: false,
  });
  for (const name of Object.keys(liquid.tags)) if (!TAGS.has(name)) delete liquid.tags[name];
  for (const name of Object.keys(liquid.filters)) delete liquid.filters[name];
  return liquid;
}

function accept(source: string, nodes: readonly Node[], reads: readonly TemplateRead[]): ParseTemplateResult {
  return { ok: true, template: { source, nodes, reads, paths: [...new Set(reads.map(({ path }) => path))] } };
}

function refuse(problem: TemplateProblem): ParseTemplateResult {
  return { ok: false, problems: [problem] };
}

function problemOf(thrown: unknown): TemplateProblem {
  if (thrown instanceof RangeError)
    return { code: 'template-nested-too-deep', at: 0, message: 'The template is nested too deep to be read.' };
  if (!LiquidError.is(thrown)) throw thrown;
  const at = thrown.token.begin;
  const said = thrown.originalError?.message ?? thrown.message.split(', line:')[0] ?? '';
  const tag = /^tag "([^"]*)" not found/.exec(said)?.[1];
  if (tag !== undefined)
    return {
      code: 'template-unknown-tag',
      at,
      message: `There is no tag ${tag.slice(0, 40)} here.`,
      fix: 'Known: if, unless, for, comment.',
    };
  if (said.includes('not closed'))
    return {
      code: 'template-unclosed',
      at,
      message: 'This is opened and never closed.',
      fix: 'Close it with }}, %} or its end tag.',
    };
  return { code: 'template-syntax', at, message: `This cannot be read: ${said.slice(0, 120)}.` };
}
