import saxes from 'saxes';
import type { SaxesTagNS } from 'saxes';
import type { ImportFindings } from './import-findings.ts';
import { OWN_NAMESPACE } from './names.ts';
import { placedLiteral, placedText } from './placed-text.ts';
import type { PlacedText, XmlElement, XmlNode } from './xml.ts';

const MAX_LENGTH = 4_194_304;
const MAX_DEPTH = 300;
const MAX_ELEMENTS = 100_000;

/** Reads a document into a tree, or names the first place from which it is no XML that we read. A DOCTYPE is refused: nothing is ever expanded. */
export function readXml(source: string, findings: ImportFindings): XmlElement | null {
  if (source.length > MAX_LENGTH) {
    const message = `The document has ${source.length} characters; ${MAX_LENGTH} are allowed.`;
    findings.problem(0, 'limit-length', message, 'Split the machine.');
    return null;
  }
  try {
    return new TreeReader(source).read();
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    findings.problem(thrown.offset, thrown.code, thrown.message, thrown.fix);
    return null;
  }
}

class Stop extends Error {
  readonly offset: number;
  readonly code: string;
  readonly fix: string;

  constructor(offset: number, code: string, message: string, fix: string) {
    super(message);
    this.offset = offset;
    this.code = code;
    this.fix = fix;
  }
}

type Growing = XmlElement & { readonly children: XmlNode[] };

class TreeReader {
  private readonly source: string;
  private readonly parser = new saxes.SaxesParser({ xmlns: true, position: true });
  private readonly open: Growing[] = [];
  private root: XmlElement | null = null;
  private elements = 0;
  /** Where the text begins that is read next: behind the last markup. */
  private textStart = 0;
  /** Where the tag begins that is being read. */
  private tagStart = 0;
  private values = new Map<string, PlacedText>();

  constructor(source: string) {
    this.source = source;
  }

  read(): XmlElement | null {
    const { parser } = this;
    parser.on('error', (error) => {
      const message = `This is no XML: ${error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')}.`;
      throw new Stop(Math.max(0, parser.position - 1), 'xml-malformed', message, 'Mend the XML here.');
    });
    parser.on('doctype', () => {
      const message = 'A DOCTYPE is not read: it could define entities.';
      throw new Stop(this.textStart, 'doctype-refused', message, 'Remove the DOCTYPE.');
    });
    parser.on('opentagstart', (tag) => this.startTag(tag.name));
    parser.on('attribute', ({ name, value }) => this.addAttribute(name, value));
    parser.on('opentag', (tag) => this.addElement(tag));
    parser.on('closetag', () => this.close());
    parser.on('text', (value) => this.addText(placedText(this.source, this.textStart, value)));
    parser.on('cdata', (value) => this.addCdata(value));
    parser.on('comment', () => this.endComment());
    parser.on('processinginstruction', () => this.endMarkup());
    parser.write(this.source).close();
    return this.root;
  }

  private startTag(name: string): void {
    this.tagStart = this.source.lastIndexOf(`<${name}`, this.parser.position - 1);
    this.values = new Map();
  }

  /** Called just behind the closing quote; a raw value holds none of these quotes. */
  private addAttribute(name: string, value: string): void {
    const close = this.parser.position - 1;
    const start = this.source.lastIndexOf(this.source[close] ?? '"', close - 1) + 1;
    this.values.set(name, placedText(this.source, start, value));
  }

  private addElement(tag: SaxesTagNS): void {
    this.elements++;
    if (this.open.length >= MAX_DEPTH)
      throw new Stop(this.tagStart, 'limit-depth', `Elements nest deeper than ${MAX_DEPTH}.`, 'Flatten the states.');
    if (this.elements > MAX_ELEMENTS)
      throw new Stop(this.tagStart, 'limit-elements', `There are more than ${MAX_ELEMENTS} elements.`, 'Split it.');
    const attributes = new Map<string, PlacedText>();
    const own = new Map<string, PlacedText>();
    const foreign: string[] = [];
    for (const { name, local, prefix, uri } of Object.values(tag.attributes)) {
      const text = this.values.get(name);
      if (text === undefined || prefix === 'xmlns' || name === 'xmlns') continue;
      if (uri === '') attributes.set(local, text);
      else if (uri === OWN_NAMESPACE) own.set(local, text);
      else foreign.push(name);
    }
    const { local: name, uri: namespace } = tag;
    const element: Growing = {
      kind: 'element',
      name,
      namespace,
      attributes,
      own,
      foreign,
      children: [],
      offset: this.tagStart,
    };
    this.open.at(-1)?.children.push(element);
    this.root ??= element;
    this.open.push(element);
    this.endMarkup();
  }

  private close(): void {
    this.open.pop();
    this.endMarkup();
  }

  private addCdata(value: string): void {
    const start = this.source.lastIndexOf('<![CDATA[', this.parser.position) + '<![CDATA['.length;
    this.addText(placedLiteral(this.source, start, value));
    this.endMarkup();
  }

  private addText(text: PlacedText): void {
    this.open.at(-1)?.children.push({ kind: 'text', text });
  }

  /** The parser tells of a comment before it has read its `>`. */
  private endComment(): void {
    this.textStart = this.source.indexOf('>', this.parser.position - 1) + 1;
  }

  private endMarkup(): void {
    this.textStart = this.parser.position;
  }
}
