/** What a contract suite is run against. */
export interface SuiteSubject<Port> {
  /** The adapter's class name: the fitness test finds it in the titles. */
  readonly name: string;
  /** Called once for a suite, before its tests; every test uses tenants and names of its own. */
  open(): Promise<AdapterPair<Port>>;
}

/** Two adapters over one store, as two processes have them. */
export interface AdapterPair<Port> {
  readonly first: Port;
  readonly second: Port;
  close(): Promise<void>;
}
