import { applyEdit, verdict, type Ablation } from './ablation.ts';

const ablation: Ablation = { rule: 'rule 2', without: 'x', edits: [], spec: 's', fails: ['one outcome each'] };

describe('an ablation', () => {
  it('is proven when the named assertion fails and the rest stays green', () => {
    expect(
      verdict(ablation, [
        { name: 'rule 2: one outcome each', status: 'failed' },
        { name: 'other', status: 'passed' },
      ]),
    ).toBeNull();
  });

  it.each([
    ['nothing fails', [{ name: 'rule 2: one outcome each', status: 'passed' }], 'nothing noticed'],
    [
      'something else fails too',
      [
        { name: 'one outcome each', status: 'failed' },
        { name: 'other', status: 'failed' },
      ],
      'nothing to do with it',
    ],
    ['no test ran', [], 'no test ran'],
  ])('is not proven when %s', (_what, results, why) => {
    expect(verdict(ablation, results)).toContain(why);
  });

  it('is proven whether or not a test fails that depends on how processes meet', () => {
    const racing = { ...ablation, mayFail: ['two at once'] };
    for (const status of ['failed', 'passed']) {
      const results = [
        { name: 'one outcome each', status: 'failed' },
        { name: 'two at once', status },
      ];
      expect(verdict(racing, results)).toBeNull();
    }
  });

  it('is not proven by a mechanism that only saves work when a test fails', () => {
    expect(verdict({ ...ablation, kind: 'cost' }, [{ name: 'a', status: 'failed' }])).toContain('only saves work');
  });

  it('fits exactly one place', () => {
    expect(applyEdit('a b c', { file: 'f', find: 'b', replace: '$&' })).toBe('a $& c');
    expect(() => applyEdit('a b b', { file: 'f', find: 'b', replace: '' })).toThrow('fits 2 places');
    expect(() => applyEdit('a', { file: 'f', find: 'b', replace: '' })).toThrow('fits 0 places');
  });
});
