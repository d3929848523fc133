import type { Value } from '../value.ts';

/** Counts every element and field that is read of what it wraps: what an evaluation does, where its clock would be chance. */
export class CountedReads {
  count = 0;
  private readonly wrapped = new WeakMap<object, object>();

  /** The same value, counted at every depth. */
  of<Kind extends Value>(value: Kind): Kind {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.wrapped.get(value) as Kind | undefined;
    if (known !== undefined) return known;
    const counted = new Proxy(value, {
      get: (target, name, receiver) => {
        this.count += 1;
        return this.of(Reflect.get(target, name, receiver) as Value);
      },
    });
    this.wrapped.set(value, counted);
    return counted;
  }
}
