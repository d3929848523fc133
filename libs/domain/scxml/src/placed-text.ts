import type { PlacedText } from './xml.ts';

const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#(\d+)|[a-z]+);/y;

/**
 * A text that the document writes from `start` on. References (`&lt;`) and line ends (`\r\n`) are longer in the document than
 * in `value`, so an index is found by walking.
 */
export function placedText(source: string, start: number, value: string): PlacedText {
  const offsetOf = (index: number): number => {
    let offset = start;
    for (let at = 0; at < index && offset < source.length;) {
      const step = stepAt(source, offset);
      offset += step.raw;
      at += step.read;
    }
    return offset;
  };
  return { value, offsetOf };
}

/** A CDATA section: written as it stands but for line ends. */
export function placedLiteral(source: string, start: number, value: string): PlacedText {
  const offsetOf = (index: number): number => {
    let offset = start;
    for (let at = 0; at < index && offset < source.length; at++) offset += source.startsWith('\r\n', offset) ? 2 : 1;
    return offset;
  };
  return { value, offsetOf };
}

function stepAt(source: string, offset: number): { readonly raw: number; readonly read: number } {
  const character = source[offset];
  if (character === '\r' && source[offset + 1] === '\n') return { raw: 2, read: 1 };
  if (character !== '&') return { raw: 1, read: 1 };
  REFERENCE.lastIndex = offset;
  const match = REFERENCE.exec(source);
  if (match === null) return { raw: 1, read: 1 };
  const code = match[1] === undefined ? Number(match[2] ?? '0') : Number.parseInt(match[1], 16);
  return { raw: match[0].length, read: code > 0xffff ? 2 : 1 };
}
