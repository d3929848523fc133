import type { ImportFindings } from './import-findings.ts';
import { ATTRIBUTES, MARKS } from './element-table.ts';
import { OWN_NAMESPACE, SCXML_NAMESPACE } from './names.ts';
import { translateExpression } from './translate-expression.ts';
import { translateLocation } from './translate-location.ts';
import { elementsOf } from './xml.ts';
import type { PlacedText, XmlElement } from './xml.ts';

/** How each key of a core object is read off its element, unless the element says it exactly in our own namespace. */
export type Readers<T> = { readonly [K in keyof T]?: () => T[K] | undefined };

/** What all parts of an import share. */
export class Context {
  readonly findings: ImportFindings;
  /** Data roots that scripts make by assigning to them. */
  readonly scriptRoots = new Set<string>();
  private unnamed = 0;

  constructor(findings: ImportFindings) {
    this.findings = findings;
  }

  /** A context for a machine inside this one: data and ids of its own. */
  inner(): Context {
    return new Context(this.findings);
  }

  nextName(): string {
    this.unnamed++;
    return `unnamed-${this.unnamed}`;
  }

  /** `scxml`, `state`, … or `parley:…` for ours; null for another namespace. */
  nameOf(element: XmlElement): string | null {
    if (element.namespace === OWN_NAMESPACE) return `parley:${element.name}`;
    return element.namespace === SCXML_NAMESPACE || element.namespace === '' ? element.name : null;
  }

  /** Names what stands on the element and is not known there. */
  checkAttributes(element: XmlElement): void {
    const name = this.nameOf(element) ?? element.name;
    const known = ATTRIBUTES[name] ?? [];
    for (const [attribute, text] of element.attributes) {
      if (known.includes(attribute)) continue;
      const fix = known.length > 0 ? `The attributes here are: ${known.join(', ')}.` : 'Remove it.';
      this.findings.problem(text.offsetOf(0), 'attribute-unknown', `<${name}> has no attribute '${attribute}'.`, fix);
    }
    for (const attribute of element.foreign)
      this.findings.note(element.offset, 'foreign-ignored', `The attribute ${attribute} was left out.`);
  }

  /** The core object of an element: standard attributes and content by `readers`, exact values of ours before them. */
  build<T extends object>(element: XmlElement, readers: Readers<T>): T {
    this.checkAttributes(element);
    const built: [string, unknown][] = [];
    for (const key of Object.keys(readers) as (keyof T & string)[]) {
      if (element.own.has(key)) continue;
      const value = readers[key]?.();
      if (value !== undefined) built.push([key, value]);
    }
    for (const [key, text] of element.own) if (!MARKS.has(key)) built.push([key, this.json(text)]);
    return Object.fromEntries(built) as T;
  }

  json(text: PlacedText): unknown {
    try {
      return JSON.parse(text.value) as unknown;
    } catch {
      this.findings.problem(text.offsetOf(0), 'own-json', 'Attributes of this namespace hold JSON.', 'Write JSON.');
      return null;
    }
  }

  text(element: XmlElement, name: string): string | undefined {
    return element.attributes.get(name)?.value;
  }

  words(element: XmlElement, name: string): string | readonly string[] | undefined {
    const words = this.wordList(element, name);
    return words === undefined ? undefined : words.length === 1 ? words[0] : words;
  }

  wordList(element: XmlElement, name: string): readonly string[] | undefined {
    const text = element.attributes.get(name);
    if (text === undefined) return undefined;
    const words = text.value.split(/[ \t\r\n]+/).filter((word) => word !== '');
    if (words.length === 0) {
      this.findings.problem(text.offsetOf(0), 'attribute-empty', `'${name}' is empty.`, 'Fill it in or remove it.');
    }
    return words;
  }

  /** An attribute that has to be there. */
  required(element: XmlElement, name: string): string {
    const text = element.attributes.get(name);
    if (text !== undefined) return text.value;
    const message = `<${element.name}> needs the attribute '${name}'.`;
    this.findings.problem(element.offset, 'attribute-missing', message, `Add ${name}="…".`);
    return '';
  }

  expression(element: XmlElement, name: string): string | undefined {
    const text = element.attributes.get(name);
    return text === undefined ? undefined : this.translate(text, 'value');
  }

  condition(element: XmlElement, name: string): string | undefined {
    const text = element.attributes.get(name);
    return text === undefined ? undefined : this.translate(text, 'condition');
  }

  translate(text: PlacedText, wanted: 'value' | 'condition'): string {
    const translation = translateExpression(text.value, wanted);
    if (translation.ok) {
      for (const { at, code, message } of translation.remarks) this.findings.note(text.offsetOf(at), code, message);
      return translation.text;
    }
    for (const { at, code, message, fix } of translation.faults)
      this.findings.problem(text.offsetOf(at), code, message, fix);
    return 'null';
  }

  location(element: XmlElement, name: string): string | undefined {
    const text = element.attributes.get(name);
    return text === undefined ? undefined : this.path(text);
  }

  path(text: PlacedText): string {
    const path = translateLocation(text.value);
    if (path !== null) return path;
    const message = `'${text.value.slice(0, 80)}' is no path that is known before it runs.`;
    this.findings.problem(text.offsetOf(0), 'location-untranslatable', message, 'Use names and constant keys only.');
    return 'null';
  }

  /** The child elements that belong here; others are named, those of foreign namespaces noted. */
  childrenOf(element: XmlElement, known: readonly string[]): readonly XmlElement[] {
    for (const child of element.children) {
      if (child.kind === 'element' || child.text.value.trim() === '') continue;
      const at = child.text.offsetOf(child.text.value.length - child.text.value.trimStart().length);
      this.findings.problem(at, 'text-misplaced', `Text has no meaning inside <${element.name}>.`, 'Remove it.');
    }
    return elementsOf(element).filter((child) => {
      const name = this.nameOf(child);
      if (name === null) this.findings.note(child.offset, 'foreign-ignored', `<${child.name}> was left out.`);
      else if (!known.includes(name)) this.refuse(child, element);
      return name !== null && known.includes(name);
    });
  }

  /** An element that cannot stand here. */
  refuse(child: XmlElement, parent: XmlElement): void {
    const message = `<${child.name}> is not known inside <${parent.name}>.`;
    this.findings.problem(child.offset, 'element-unknown', message, 'Remove it, or write it with elements of SCXML.');
  }
}
