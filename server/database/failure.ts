import type pg from 'pg'

/** True for an error that PostgreSQL itself answered with while the connection stayed good. */
export function isAnswerOfDatabase(error: unknown): error is pg.DatabaseError {
  return error instanceof Error && 'severity' in error && !/^(08|57P)/.test(codeOf(error) ?? '')
}

/** The five-letter SQLSTATE of a database error, or null. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** The name of the constraint that refused a row, or null. */
export function constraintOf(error: unknown): string | null {
  return isAnswerOfDatabase(error) ? (error.constraint ?? null) : null
}

/** True when the data of the statement was at fault (class 22, 23): the same statement without that row may pass. */
export function isFaultOfData(error: unknown): boolean {
  return /^2[23]/.test(codeOf(error) ?? '')
}

/** True when the same transaction may simply be run again: a deadlock or a serialisation failure. */
export function isWorthRepeating(error: unknown): boolean {
  return codeOf(error) === '40001' || codeOf(error) === '40P01'
}
