import { readFileSync } from 'node:fs';
import { firstDifference } from '../src/testing/index.ts';
import { RECORDS } from './record.ts';

const kept = (name: string): unknown =>
  JSON.parse(readFileSync(`libs/domain/expression/golden/records/${name}.json`, 'utf8'));

describe('expressions of an earlier release', () => {
  it.each(Object.keys(RECORDS))('give now what they gave then: %s', (name) => {
    expect(firstDifference(kept(name), RECORDS[name]?.())).toBeNull();
  });
});
