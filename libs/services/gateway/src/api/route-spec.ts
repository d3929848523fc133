import type { NeededScope } from '@parley/access';
import type { ErrorCode } from '@parley/service-kit';
import type { ZodType } from 'zod';

/** What a route of `/v1` is: whom it lets in, what it answers, and what it refuses beside what every route does. */
export interface RouteSpec {
  /** What a key has to be allowed. */
  readonly needs: NeededScope;
  /** One sentence, for the page. */
  readonly does: string;
  /** 200 unless told. */
  readonly status?: 200 | 201 | 202 | 204;
  /** The answer's body; none with 204. */
  readonly answer?: ZodType;
  /** Codes of its own. */
  readonly refuses?: readonly ErrorCode[];
  /**
   * What `Idempotency-Key` means here. `stored`: the first answer is kept and given again. `natural`: the key names the act
   * itself, so that doing it again finds it done; only the request is compared.
   */
  readonly repeats?: 'stored' | 'natural';
  /** Takes `If-Match`, and answers an `ETag`. */
  readonly hasVersion?: boolean;
}

/** Where the specification of a route is kept. */
export const routeSpec = 'parley.route';

export function routeOf(handler: object): RouteSpec | undefined {
  return Reflect.getMetadata(routeSpec, handler) as RouteSpec | undefined;
}
