import type { Value } from '../src/index.ts';

const wide = (count: number): string => Array.from({ length: count }, () => '1').join(',');
const nested = (open: string, inner: string, close: string, levels: number): string =>
  open.repeat(levels) + inner + close.repeat(levels);

/** Sources at a limit, and one over; named, because they are long. */
export const AT_LIMITS: Readonly<Record<string, string>> = {
  '2,000 characters': '1'.padEnd(2_000),
  '2,001 characters': '1'.padEnd(2_001),
  ...Object.fromEntries(
    [31, 32, 33].flatMap((levels) => [
      [`${levels} brackets`, nested('(', '1', ')', levels)],
      [`${levels} lists`, nested('[', '1', ']', levels)],
      [`${levels} maps`, nested("{'a':", '1', '}', levels)],
      [`${levels} minus`, nested('-', '1', '', levels)],
      [`${levels} not`, nested('!', 'flag', '', levels)],
      [`${levels} calls`, nested('string(', '1', ')', levels)],
      [`${levels} indexes`, nested('numbers[', '0', ']', levels)],
      [`${levels} choices`, nested('flag ? 1 : ', '2', '', levels)],
      [`${levels} choices in brackets`, nested('flag ? (', '2', ') : 1', levels)],
      [`${levels} minus in a bracket`, `(${nested('-', '1', '', levels - 1)}) + ${nested('-', '1', '', levels - 1)}`],
    ]),
  ),
  'a chain of 600 +': Array.from({ length: 600 }, () => '1').join('+'),
  'a chain of 400 &&': Array.from({ length: 400 }, () => 'flag')
    .join('&&')
    .slice(0, 1_998)
    .replace(/&*[a-z]*$/u, ''),
  'a list of 900': `[${wide(900)}]`,
  'size of a list of 900': `size([${wide(900)}])`,
  'a text as long as may be': 'half + half',
  'a text that is too long': "half + half + 'x'",
  'a list as long as may be': 'items + items',
  'a list that is too long': 'items + items + [1]',
  'a list in a list that is too long': '[items + items + [1]] == []',
  'texts of 15, 16, 17 characters': 'size(t15) + size(t16) + size(t17)',
  'the same text of 17': 't17 == t17',
  'an order of texts of 17': 't17 < t17',
  'contains of 17 in 17': 't17.contains(t17)',
  'lower of 17': 't17.lower()',
  'a number of 400 digits': 'int(d400)',
  'a number of 401 digits': 'int(d401)',
  'a decimal of 400 digits': 'double(n400) > 0',
  'a decimal of 401 digits': 'double(n401) > 0',
  'an equal value 100 deep': 'deep100 == deep100',
  'an equal value 101 deep': 'deep101 == deep101',
  'maps 100 deep': 'maps100 == maps100',
  'maps 101 deep': 'maps101 == maps101',
  'a deep value in a list': 'deep101 in [deep101]',
  'a result 100 deep': 'deep100',
  'a result 101 deep': 'deep101',
  'a list around a value 100 deep': '[deep100]',
  'a long text as a result': 'half',
  'a list of long texts': '[t17, t16, t15]',
  'a map of long keys': '{t17: 1}',
  'all over a long list': 'items.all(i, i == 0)',
  'exists over a long list': 'items.exists(i, i == 1)',
  'in over a long list': '1 in items',
  'a missing field with a long name': `open['${'x'.repeat(100)}']`,
};

const deep = (depth: number): Value => {
  let value: Value = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

const deepMaps = (depth: number): Value => {
  let value: Value = 1;
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
};

/** What they read besides. */
export const LARGE: Readonly<Record<string, Value>> = {
  half: 'x'.repeat(32_768),
  items: Array.from({ length: 5_000 }, () => 0),
  t15: 'x'.repeat(15),
  t16: 'x'.repeat(16),
  t17: 'x'.repeat(17),
  d400: '0'.repeat(399) + '7',
  d401: '0'.repeat(400) + '7',
  n400: '0.'.padEnd(399, '0') + '1',
  n401: '0.'.padEnd(400, '0') + '1',
  deep100: deep(100),
  deep101: deep(101),
  maps100: deepMaps(100),
  maps101: deepMaps(101),
};
