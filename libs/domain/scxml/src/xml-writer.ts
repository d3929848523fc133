/** An element to be written; attributes in their order. */
export interface OutElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly OutElement[];
  readonly text?: string;
}

const WIDTH = 120;
const NO_XML = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** The text without the few characters that XML cannot hold. */
export function xmlText(text: string): string {
  return text.replace(NO_XML, '\uFFFD');
}

/** JSON in which every character may stand in XML. */
export function xmlJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\uFFFE\uFFFF]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
}

/** A whole document, two blanks a level. */
export function writeXml(root: OutElement): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  writeElement(root, '', lines);
  return `${lines.join('\n')}\n`;
}

function writeElement(element: OutElement, indent: string, lines: string[]): void {
  const { name, children, text } = element;
  const end = children.length === 0 && text === undefined ? '/>' : '>';
  const open = openTag(element, indent, end);
  if (end === '/>') lines.push(open);
  else if (text !== undefined) lines.push(`${open}${escapeText(text)}</${name}>`);
  else {
    lines.push(open);
    for (const child of children) writeElement(child, `${indent}  `, lines);
    lines.push(`${indent}</${name}>`);
  }
}

function openTag({ name, attributes }: OutElement, indent: string, end: string): string {
  const written = attributes.map(([key, value]) => `${key}=${quote(xmlText(value))}`);
  const line = [`${indent}<${name}`, ...written].join(' ') + end;
  if (line.length <= WIDTH || written.length < 2) return line;
  return [`${indent}<${name}`, ...written.map((one) => `${indent}  ${one}`)].join('\n') + end;
}

function quote(value: string): string {
  const mark = value.includes('"') && !value.includes("'") ? "'" : '"';
  const safe = escapeText(value).replace(/[\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);
  return `${mark}${mark === '"' ? safe.replaceAll('"', '&quot;') : safe}${mark}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}
