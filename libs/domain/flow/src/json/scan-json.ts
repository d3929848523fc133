import { pointerTo } from './json-node.ts';
import type { JsonList, JsonMember, JsonNode, JsonObject, JsonScalar } from './json-node.ts';

export type JsonScan =
  | { readonly ok: true; readonly root: JsonNode }
  | { readonly ok: false; readonly at: number; readonly message: string };

const MAX_DEPTH = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS = new Map<string, null | boolean>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const ESCAPES = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads JSON (RFC 8259) keeping the order and the places of everything, duplicate keys included. Linear in the text. */
export function scanJson(text: string): JsonScan {
  try {
    const scanner = new Scanner(text);
    return { ok: true, root: scanner.document() };
  } catch (fault) {
    if (fault instanceof SyntaxFault) return { ok: false, at: fault.at, message: fault.message };
    throw fault;
  }
}

class SyntaxFault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class Scanner {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): JsonNode {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    const root = this.value('', 0);
    this.skipSpace();
    if (this.at < this.text.length) this.fail('Nothing may follow the end of the value');
    return root;
  }

  private value(pointer: string, depth: number): JsonNode {
    if (depth > MAX_DEPTH) this.fail(`Nothing may be nested deeper than ${MAX_DEPTH} levels`);
    this.skipSpace();
    const first = this.text[this.at];
    if (first === '{') return this.object(pointer, depth);
    if (first === '[') return this.list(pointer, depth);
    const at = this.at;
    return { kind: 'scalar', at, pointer, value: first === '"' ? this.string() : this.word() } satisfies JsonScalar;
  }

  private object(pointer: string, depth: number): JsonObject {
    const at = this.at++;
    const members: JsonMember[] = [];
    if (this.takes('}')) return { kind: 'object', at, pointer, members };
    do {
      this.skipSpace();
      const keyAt = this.at;
      if (this.text[keyAt] !== '"') this.fail('A key in double quotes is expected');
      const key = this.string();
      if (!this.takes(':')) this.fail('A ":" is expected after the key');
      members.push({ key, keyAt, node: this.value(pointerTo(pointer, key), depth + 1) });
    } while (this.takes(','));
    if (!this.takes('}')) this.fail('A "," or "}" is expected');
    return { kind: 'object', at, pointer, members };
  }

  private list(pointer: string, depth: number): JsonList {
    const at = this.at++;
    const items: JsonNode[] = [];
    if (this.takes(']')) return { kind: 'list', at, pointer, items };
    do {
      items.push(this.value(pointerTo(pointer, items.length), depth + 1));
    } while (this.takes(','));
    if (!this.takes(']')) this.fail('A "," or "]" is expected');
    return { kind: 'list', at, pointer, items };
  }

  private word(): null | boolean | number {
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined) this.fail('A value is expected');
    if (!Number.isFinite(Number(number))) this.fail('This number is too large');
    this.at += number.length;
    return Number(number);
  }

  private string(): string {
    let read = ++this.at;
    let result = '';
    for (;;) {
      const character = this.text[this.at];
      if (character === undefined || character < ' ') this.fail('This text is not closed by a double quote');
      if (character === '"') break;
      if (character !== '\\') {
        this.at++;
        continue;
      }
      result += this.text.slice(read, this.at) + this.escape();
      read = this.at;
    }
    result += this.text.slice(read, this.at++);
    return result;
  }

  private escape(): string {
    const kind = this.text[this.at + 1] ?? '';
    const simple = ESCAPES.get(kind);
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (kind !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('This is not an escape of JSON');
    this.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private takes(character: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const character = this.text[this.at];
      if (character !== ' ' && character !== '\n' && character !== '\t' && character !== '\r') return;
      this.at++;
    }
  }

  private fail(message: string): never {
    throw new SyntaxFault(this.at, message);
  }
}

/** Line and column (both from 1) of an offset. */
export function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return { line, column: at - before.lastIndexOf('\n') };
}
