import { readFileSync } from 'node:fs';
import { firstDifference } from '../src/testing/index.ts';
import { RECORDS } from './record.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(`libs/domain/expression/golden/${path}.json`, 'utf8'));

describe('expressions of an earlier release', () => {
  it.each(Object.keys(RECORDS))('give now what they gave then: %s', (name) => {
    const now = RECORDS[name]?.(read('sources') as readonly string[]);
    expect(firstDifference(read(`records/${name}`), now)).toBeNull();
  });
});
