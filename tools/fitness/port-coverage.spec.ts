import { adaptersWithoutSuite } from './port-coverage.ts';
import { sources } from './sources.ts';

describe('adapters behind ports', () => {
  const ports = sources('libs/ports/src/**/*.ts');

  it('all run the suite of their port', () => {
    const adapters = sources('libs/infra/**/*.ts', 'libs/channels/**/*.ts', 'libs/models/**/*.ts');
    expect(adapters.length).toBeGreaterThan(0);
    expect(adaptersWithoutSuite(ports, adapters)).toEqual([]);
  });

  it('names one that does not', () => {
    const seeded = [{ path: 'libs/infra/x/src/x-lease.ts', text: 'export class XLease extends Lease {}' }];
    expect(adaptersWithoutSuite(ports, seeded)).toEqual([
      'libs/infra/x/src/x-lease.ts: XLease stands behind Lease without running its suite',
    ]);
  });
});
