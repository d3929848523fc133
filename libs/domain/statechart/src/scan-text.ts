/** What is seen of a JSON text before anything is parsed. */
export interface Scan {
  readonly isTooDeep: boolean;
  /** A text up to the first object that has more than `MANY` members, and of that the first so many; null: no object has. */
  readonly head: string | null;
}

/** Many more keys than any object of the format knows. */
const MANY = 1_000;
const COMMA = 0x2c;

/** Looks at brackets and commas outside strings; whether they are JSON is not its business. */
export function scanText(text: string, maxDepth: number): Scan {
  const counts = new Array<number>(maxDepth + 1).fill(0);
  const closing = new Array<string>(maxDepth + 1).fill('');
  let depth = 0;
  let head: string | null = null;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit === 0x22) index = endOfString(text, index);
    else if (unit === 0x5b || unit === 0x7b) {
      if (++depth > maxDepth) return { isTooDeep: true, head };
      counts[depth] = 0;
      closing[depth] = unit === 0x5b ? ']' : '}';
    } else if (unit === 0x5d || unit === 0x7d) depth = Math.max(0, depth - 1);
    else if (unit === COMMA && head === null && closing[depth] === '}') {
      const count = (counts[depth] ?? 0) + 1;
      counts[depth] = count;
      if (count === MANY) {
        const open = closing.slice(1, depth + 1).reverse();
        head = text.slice(0, index) + open.join('');
      }
    }
  }
  return { isTooDeep: false, head };
}

/** Where a string that begins at `from` ends, or the text. */
function endOfString(text: string, from: number): number {
  for (let end = from + 1; end < text.length; end++) {
    const unit = text.charCodeAt(end);
    if (unit === 0x5c) end++;
    else if (unit === 0x22) return end;
  }
  return text.length;
}
