import { findSlotValues, readSlotValue } from './slot-value.ts';
import type { SlotKind } from './types.ts';

const AMOUNT: SlotKind = { type: 'number', min: 1, max: 10_000 };
const NAME: SlotKind = { type: 'text' };
const DAY: SlotKind = { type: 'text', values: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] };

const whole = (slot: SlotKind, text: string) => readSlotValue(slot, text, 'en')?.value ?? null;

describe('a text that is nothing but a value', () => {
  it.each([
    [AMOUNT, '200', 200],
    [AMOUNT, '£1,000 please!', 1000],
    [AMOUNT, 'two hundred', 200],
    [AMOUNT, '50000', 50_000],
    [DAY, 'Thursday', 'thursday'],
    [DAY, 'thurs please', 'thursday'],
    [DAY, 'wendesday', 'wednesday'],
    [NAME, 'Ann', 'Ann'],
    [NAME, 'Ann, please.', 'Ann'],
    [NAME, 'the landlord', 'landlord'],
    [NAME, ' my sister ', 'my sister'],
    [NAME, 'Acme Ltd.', 'Acme Ltd.'],
    [NAME, 'please', 'please'],
  ])('is read: %j "%s" → %s', (slot, text, value) => {
    expect(whole(slot, text)).toBe(value);
  });

  it.each([
    [AMOUNT, 'what does sending 200 cost?'],
    [AMOUNT, '200 or 300'],
    [AMOUNT, 'lots'],
    [AMOUNT, 'at 3 pm'],
    [AMOUNT, '200 🙂'],
    [DAY, 'not on monday'],
    [DAY, 'sunday'],
    [NAME, '  '],
  ])('is more or less than a value: %j "%s"', (slot, text) => {
    expect(whole(slot, text)).toBeNull();
  });
});

describe('values inside a text', () => {
  it('are all found, with their places', () => {
    const text = 'is tues or Friday better?';
    const found = findSlotValues(DAY, text, 'en');
    expect(found.map(({ value, start, end }) => [value, text.slice(start, end)])).toEqual([
      ['tuesday', 'tues'],
      ['friday', 'Friday'],
    ]);
    expect(findSlotValues(AMOUNT, 'no, 250', 'en').map(({ value }) => value)).toEqual([250]);
  });

  it('are never guessed for free text', () => {
    expect(findSlotValues(NAME, 'send it to Ann', 'en')).toEqual([]);
  });
});
