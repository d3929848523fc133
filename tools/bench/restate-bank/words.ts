/** What the process of the bank on Restate is told. */
export interface BankOrder {
  /** Where the SDK is installed. */
  readonly folder: string;
  readonly flowFile: string;
  /** Where Restate takes invocations. */
  readonly ingress: string;
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
}

/** What it tells: the ports where it waits for Slack and for Restate. */
export interface BankWord {
  readonly door: number;
  readonly endpoint: number;
}
