import { translateExpression } from './translate-expression.ts';
import { translateLocation } from './translate-location.ts';
import { writeDelay, readDelay } from './delay.ts';
import { OWN_PREFIX } from './names.ts';
import { writeEcmascript } from './write-ecmascript.ts';
import { xmlJson, xmlText } from './xml-writer.ts';
import type { OutElement } from './xml-writer.ts';

/** What all elements of one machine share: the names of its states in the document. */
export interface Names {
  readonly of: (state: string) => string;
}

/**
 * One element in the making. Each key of the core goes into a standard attribute; where reading that back would not give the
 * very same value, the value itself goes beside it, as JSON in our namespace.
 */
export class OutBuilder {
  private readonly name: string;
  private readonly names: Names;
  private readonly attributes: [string, string][] = [];
  private readonly own: [string, string][] = [];
  private readonly children: OutElement[] = [];
  private text: string | undefined;

  constructor(name: string, names: Names) {
    this.name = name;
    this.names = names;
  }

  build(): OutElement {
    const { name, attributes, own, children, text } = this;
    return { name, attributes: [...attributes, ...own], children, ...(text === undefined ? {} : { text }) };
  }

  attribute(name: string, value: string | undefined): this {
    if (value !== undefined) this.attributes.push([name, value]);
    return this;
  }

  /** The exact value of a key. */
  exact(key: string, value: unknown): this {
    if (value !== undefined) this.own.push([`${OWN_PREFIX}:${key}`, xmlJson(value)]);
    return this;
  }

  /** A word that says how something is written. */
  mark(name: string, value: string): this {
    this.own.push([`${OWN_PREFIX}:${name}`, value]);
    return this;
  }

  plain(key: string, attribute: string, value: string | undefined): this {
    if (value === undefined) return this;
    this.attribute(attribute, value);
    return xmlText(value) === value ? this : this.exact(key, value);
  }

  expression(key: string, attribute: string, value: string | undefined, wanted: 'value' | 'condition' = 'value'): this {
    if (value === undefined) return this;
    const written = writeEcmascript(value, this.names.of);
    this.attribute(attribute, written);
    const back = translateExpression(xmlText(written), wanted);
    return back.ok && back.text === value ? this : this.exact(key, value);
  }

  location(key: string, attribute: string, value: string | undefined): this {
    if (value === undefined) return this;
    this.attribute(attribute, value);
    return translateLocation(xmlText(value)) === value ? this : this.exact(key, value);
  }

  /** Event descriptors, or states: one as a text, several as a list. */
  words(key: string, attribute: string, value: string | readonly string[] | undefined, areStates = false): this {
    if (value === undefined) return this;
    const list = typeof value === 'string' ? [value] : value;
    const written = list.map((word) => xmlText(areStates ? this.names.of(word) : word));
    if (list.length > 0) this.attribute(attribute, written.join(' '));
    const isSame = list.every((word, index) => word === written[index] && /^[^ \t\r\n]+$/.test(word));
    const isUsual = typeof value === 'string' ? true : list.length > 1;
    return isSame && isUsual ? this : this.exact(key, value);
  }

  namelist(value: readonly string[] | undefined): this {
    if (value === undefined) return this;
    if (value.length > 0) this.attribute('namelist', value.join(' '));
    const isSame = value.every((path) => /^\S+$/.test(path) && translateLocation(xmlText(path)) === path);
    return isSame && value.length > 0 ? this : this.exact('namelist', value);
  }

  delay(value: number | undefined): this {
    if (value === undefined) return this;
    const written = writeDelay(value);
    this.attribute('delay', written);
    return readDelay(written) === value ? this : this.exact('delayMs', value);
  }

  /** One child for each item of a list; a list that is there but empty is said exactly. */
  each<T>(key: string, items: readonly T[] | undefined, write: (item: T) => OutElement): this {
    if (items?.length === 0) return this.exact(key, []);
    for (const item of items ?? []) this.children.push(write(item));
    return this;
  }

  child(child: OutElement | undefined): this {
    if (child !== undefined) this.children.push(child);
    return this;
  }

  inside(text: string): this {
    this.text = text;
    return this;
  }
}

/** Names for the states that XML takes as ids; two states never share one. */
export function documentNames(ids: Iterable<string>): Names {
  const names = new Map<string, string>();
  const used = new Set<string>();
  for (const id of ids) {
    if (names.has(id)) continue;
    const base = id.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^(?![\p{L}_])/u, '_');
    let name = base;
    for (let count = 2; used.has(name); count++) name = `${base}-${count}`;
    used.add(name);
    names.set(id, name);
  }
  return { of: (state) => names.get(state) ?? state };
}
