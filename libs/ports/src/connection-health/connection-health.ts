/** How connections fare: the newest of each aspect. Of no weight for any promise: what is lost here is only not shown. */
export abstract class ConnectionHealth {
  /** Of one connection's aspect the newest counts, in whatever order they come. */
  abstract note(signs: readonly ConnectionSign[]): Promise<void>;
  abstract read(tenant: string, connection: string): Promise<readonly ConnectionSign[]>;
}

export interface ConnectionSign {
  readonly tenant: string;
  readonly connection: string;
  /** `inbound`: a genuine request came. `verified`: the vendor's subscription was. `outbound`: a reply went out. `error`: something did not. */
  readonly aspect: 'inbound' | 'verified' | 'outbound' | 'error';
  /** ms since the epoch. */
  readonly at: number;
  /** What went wrong, never what was said; empty but for `error`. */
  readonly detail: string;
}
