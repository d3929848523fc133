import { readFileSync } from 'node:fs';
import { firstDifference } from '@parley/expression/testing';
import { RECORDS } from './record.ts';
import type { Stories } from './story.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(`libs/domain/statechart/golden/${path}.json`, 'utf8'));
const readStories = (file: string): Stories => read(`machines/${file}`) as Stories;

describe('machines of an earlier release [E067]', () => {
  it.each(Object.keys(RECORDS))('do now what they did then: %s', (name) => {
    // What is not set is not stored.
    const now: unknown = JSON.parse(JSON.stringify(RECORDS[name]?.(readStories)));
    expect(firstDifference(read(`records/${name}`), now)).toBeNull();
  });
});
