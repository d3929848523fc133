/**
 * Reads digits with separators as a language writes them: "1,000.50" in English, "1.000,50" in German. A lone separator of
 * the other kind is a group mark before exactly three digits and a decimal mark otherwise ("1,5" is 1.5 in English too).
 * Null for what is no one number ("12.05.2026").
 */
export function readDigits(digits: string, decimalComma: boolean): number | null {
  const [decimal, group] = decimalComma ? [',', '.'] : ['.', ','];
  const spaced = digits.replace(/['’\u00a0\u202f ]/g, '_');
  const marks = spaced.replace(/\d/g, '');
  if (marks === '') return toNumber(digits);
  const last = marks.at(-1) ?? '';
  const kinds = new Set(marks);
  if (kinds.size > 2) return null;
  if (kinds.size === 2) {
    if (last === '_' || marks.indexOf(last) !== marks.length - 1) return null;
    return splitAt(spaced, last, marks[0] ?? '');
  }
  if (marks.length > 1 || last === '_') return isGrouped(spaced, last) ? toNumber(spaced.replaceAll(last, '')) : null;
  if (last === decimal) return splitAt(spaced, decimal, group);
  return isGrouped(spaced, group) ? toNumber(spaced.replace(group, '')) : splitAt(spaced, group, decimal);
}

function splitAt(digits: string, decimal: string, group: string): number | null {
  const at = digits.lastIndexOf(decimal);
  const whole = digits.slice(0, at);
  if (whole.includes(group) && !isGrouped(whole, group)) return null;
  return toNumber(`${whole.replaceAll(group, '')}.${digits.slice(at + 1)}`);
}

/** Groups of exactly three after a first group of one to three that is not just zero. */
function isGrouped(digits: string, mark: string): boolean {
  const [first = '', ...rest] = digits.split(mark);
  return first.length <= 3 && first !== '0' && rest.every((part) => part.length === 3);
}

function toNumber(plain: string): number | null {
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
