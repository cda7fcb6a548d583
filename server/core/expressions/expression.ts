/** A compiled condition over facts. */
export interface Expression<Facts> {
  readonly source: string
  /** Whether it holds. One that throws at run time (a missing key, an index out of range) is false and reported. */
  holds(facts: Facts, onError?: (message: string) => void): boolean
}

/** A compiled number over facts. */
export interface Score<Facts> {
  readonly source: string
  /** Its value; 0 when it throws or is not finite, which is reported. */
  value(facts: Facts, onError?: (message: string) => void): number
}

export const expressionProblemCodes = [
  'expression_syntax',
  'expression_type',
  'expression_not_bool',
  'expression_not_number',
  'expression_refused',
  'expression_too_large',
] as const

/** Why an expression was not compiled; offsets are characters of its source. */
export interface ExpressionProblem {
  readonly code: (typeof expressionProblemCodes)[number]
  readonly message: string
  readonly start: number
  readonly end: number
}

export type Compiled<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: ExpressionProblem }
