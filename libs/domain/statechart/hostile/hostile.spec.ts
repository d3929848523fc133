import { CORPUS } from './corpus.ts';

describe.each(Object.entries(CORPUS))('%s', (_family, cases) => {
  it.each(cases.map((hostile) => [hostile.name, hostile] as const))('%s', (_name, { prepare, must }) => {
    expect(prepare()()).toBe(must);
  });
});

describe('the hostile corpus', () => {
  const all = Object.values(CORPUS).flat();

  it('has at least 150 cases, each of another name', () => {
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('leaves every prototype as it was', () => {
    const before = JSON.stringify([
      Object.getOwnPropertyNames(Object.prototype),
      Object.getOwnPropertyNames(Array.prototype),
    ]);
    for (const { prepare } of all) prepare()();
    const after = JSON.stringify([
      Object.getOwnPropertyNames(Object.prototype),
      Object.getOwnPropertyNames(Array.prototype),
    ]);
    expect(after).toBe(before);
    expect('polluted' in {}).toBe(false);
  });
});
