/** A text of the document with the way back from each of its characters to the place where it is written. */
export interface PlacedText {
  readonly value: string;
  /** Offset in the document of a character of `value`; of `value.length`: just behind it. */
  readonly offsetOf: (index: number) => number;
}

export interface XmlElement {
  readonly kind: 'element';
  /** Without prefix. */
  readonly name: string;
  readonly namespace: string;
  /** Attributes without namespace. */
  readonly attributes: ReadonlyMap<string, PlacedText>;
  /** Attributes of our own namespace. */
  readonly own: ReadonlyMap<string, PlacedText>;
  /** Names, as written, of attributes of other namespaces. */
  readonly foreign: readonly string[];
  readonly children: readonly XmlNode[];
  /** Offset of its `<`. */
  readonly offset: number;
}

export interface XmlText {
  readonly kind: 'text';
  readonly text: PlacedText;
}

export type XmlNode = XmlElement | XmlText;

/** The child elements; text between them is white space, or a problem of its own. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => child.kind === 'element');
}

/** All text inside, side by side. */
export function textOf(element: XmlElement): PlacedText {
  const texts = element.children.filter((child) => child.kind === 'text').map(({ text }) => text);
  const value = texts.map((text) => text.value).join('');
  const offsetOf = (index: number): number => {
    let left = index;
    for (const text of texts) {
      if (left < text.value.length) return text.offsetOf(left);
      left -= text.value.length;
    }
    const last = texts.at(-1);
    return last === undefined ? element.offset : last.offsetOf(last.value.length);
  };
  return { value, offsetOf };
}

/** Part of a text; its characters keep their places. */
export function trimmed(text: PlacedText): PlacedText {
  const value = text.value.trim();
  const start = text.value.length - text.value.trimStart().length;
  return { value, offsetOf: (index) => text.offsetOf(start + index) };
}
