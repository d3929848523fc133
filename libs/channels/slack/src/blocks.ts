import type { Choice } from '@parley/conversation';
import { actionId, buttonValue } from './button.ts';

/** What Slack takes of a text, UTF-16 units: more is cut by it, or refused. */
const maxText = 40_000;
const maxSection = 3_000;
const maxBlocks = 50;
const maxButtons = 25;
const maxLabel = 75;
const maxValue = 2_000;

/** The part of a message that people see. `text` is also what notifications show. */
export interface SlackContent {
  readonly text: string;
  readonly blocks?: readonly unknown[];
}

/** A reply as Slack shows it: its text without a meaning in mrkdwn, its choices as buttons that bring back their question. */
export function contentOf(text: string, choices: readonly Choice[], thread: string): SlackContent {
  // Slack refuses a message of nothing.
  const raw = text.trim() === '' ? '\u200b' : text;
  const shown = cut(raw, maxText);
  if (choices.length === 0) return { text: shown };
  const buttons = rows(choices).map((row, index) => buttonRow(row, index, thread));
  const sections = pieces(raw, maxSection).slice(0, maxBlocks - buttons.length);
  const texts = sections.map((piece) => ({ type: 'section', text: { type: 'mrkdwn', text: piece, verbatim: true } }));
  return { text: shown, blocks: [...texts, ...buttons] };
}

/** `&`, `<` and `>` begin Slack's marks: a text from outside must not mention people or hide a link. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Escaped, and of at most so many units: whole characters, an ellipsis where something is missing. */
function cut(text: string, most: number): string {
  const whole = escaped(text);
  if (whole.length < most) return whole;
  const [piece = '', ...more] = pieces(text, most - 1);
  return more.length === 0 ? piece : `${piece}…`;
}

/** Escaped pieces of at most so many units each, cut between characters. */
function pieces(text: string, most: number): readonly string[] {
  const whole = escaped(text);
  if (whole.length <= most) return [whole];
  const found: string[] = [];
  let piece = '';
  for (const character of text) {
    const next = escaped(character);
    if (piece.length + next.length > most) {
      found.push(piece);
      piece = '';
    }
    piece += next;
  }
  return [...found, piece];
}

function rows(choices: readonly Choice[]): readonly (readonly Choice[])[] {
  const count = Math.ceil(choices.length / maxButtons);
  return Array.from({ length: count }, (_, row) => choices.slice(row * maxButtons, (row + 1) * maxButtons));
}

function buttonRow(choices: readonly Choice[], row: number, thread: string): unknown {
  const elements = choices.map((choice, index) => ({
    type: 'button',
    action_id: actionId(row * maxButtons + index),
    text: { type: 'plain_text', text: label(choice.label), emoji: false },
    value: buttonValue(thread, choice).slice(0, maxValue),
  }));
  return { type: 'actions', elements };
}

function label(text: string): string {
  const characters = [...(text.trim() === '' ? '…' : text)];
  let fitting = '';
  for (const character of characters) {
    if (fitting.length + character.length > maxLabel - 1) return `${fitting}…`;
    fitting += character;
  }
  return fitting;
}
