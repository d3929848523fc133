/** Why a source is not an expression. Found by `parse`. */
export type SyntaxCode =
  | 'source-too-long'
  | 'nested-too-deep'
  | 'unexpected-character'
  | 'unexpected-token'
  | 'unexpected-end'
  | 'unterminated-string'
  | 'bad-escape'
  | 'bad-number'
  | 'unsupported-literal'
  | 'reserved-word'
  | 'unknown-function'
  | 'wrong-argument-count'
  | 'bad-has'
  | 'bad-macro'
  | 'nested-macro';

/** What a well-formed expression gets wrong about its declared world. Found by `checkTypes`. */
export type TypeCode =
  'unknown-name' | 'unknown-field' | 'unknown-state' | 'unlike-types' | 'wrong-type' | 'not-bool' | 'maybe-unset';

/** Why an evaluation has no value. Found by `evaluate`. */
export type FaultCode =
  | 'unset-name'
  | 'no-such-field'
  | 'index-out-of-range'
  | 'wrong-type'
  | 'unlike-types'
  | 'division-by-zero'
  | 'not-finite'
  | 'duplicate-key'
  | 'bad-conversion'
  | 'value-too-large'
  | 'value-too-deep'
  | 'out-of-fuel';
