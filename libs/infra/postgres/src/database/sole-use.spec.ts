import { testDatabase } from '../testing/index.ts';
import { holdSoleUse } from './sole-use.ts';

describe('the sole use of a database', () => {
  it('is held by one at a time, and free again when that one lets go', async () => {
    const { address, drop } = await testDatabase();
    const first = await holdSoleUse(address);
    expect(first).not.toBeNull();
    expect(await holdSoleUse(address)).toBeNull();
    await first?.release();
    const second = await holdSoleUse(address);
    expect(second).not.toBeNull();
    await second?.release();
    await drop();
  });
});
