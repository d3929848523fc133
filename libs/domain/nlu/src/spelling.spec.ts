import { createSpeller, slips } from './spelling.ts';

const known = new Set(['send', 'transfer', 'appointment', 'cancel', 'yes', 'an']);
const speller = createSpeller({ known, drawable: new Set(['yes', 'cancel']), rightAsTheyAre: new Set(['lend']) });

describe('a misspelt word', () => {
  it.each([
    ['sned', 'send'],
    ['tranfser', 'transfer'],
    ['apointmnt', 'appointment'],
    ['cancell', 'cancel'],
    ['yesss', 'yes'],
    ['send', 'send'],
  ])('is read as the known word one slip away: %s → %s', (word, meant) => {
    expect(speller.correct(word)).toBe(meant);
  });

  it.each(['lend', 'sand', 'ann', 'bend', 'transmitter', 'x'.repeat(500)])('is not guessed from "%.20s"', (word) => {
    expect(speller.correct(word)).toBeNull();
  });

  it('counts a swap of neighbours as one slip', () => {
    expect([slips('ab', 'ba'), slips('kitten', 'sitting'), slips('', 'abc'), slips('same', 'same')]).toEqual([
      1, 3, 3, 0,
    ]);
  });
});
