import { faultOfName } from './flow-template.ts';

describe('the name of a new flow', () => {
  it('is small letters, digits and -, and not taken', () => {
    expect(faultOfName('opening-hours', ['other'])).toBeNull();
    expect(faultOfName('', [])).toContain('needs a name');
    for (const bad of ['Hours', '-a', 'a-', 'a b', 'a'.repeat(64)]) expect(faultOfName(bad, [])).toContain('1 to 63');
    expect(faultOfName('other', ['other'])).toContain('already');
  });
});
