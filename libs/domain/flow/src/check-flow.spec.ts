import { readFileSync } from 'node:fs';
import { checkFlow } from './check-flow.ts';

const bank = readFileSync('apps/docs/examples/bank-transfer.flow.json', 'utf8');

describe('the bank flow', () => {
  it('has no problems', () => {
    const checked = checkFlow(bank);
    if (!checked.ok) expect(checked.problems).toEqual([]);
    else
      console.log(
        JSON.stringify(checked.flow.core, null, 1).slice(0, 200),
        JSON.stringify(checked.flow.core).length,
        checked.warnings,
      );
  });
});
