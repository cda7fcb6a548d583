import { AppError, refuseField } from '../platform/errors.ts'

/**
 * True for text that can be kept: PostgreSQL takes no U+0000, and half a surrogate pair is no character in any encoding
 * (RFC 7493, I-JSON).
 */
export function isPlainText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/**
 * Gives the parameters of an address back when they hold plain text and finite numbers only. A schema cannot say so:
 * coercion makes Infinity of 1e999, and the validator holds only finite numbers against their limits.
 */
export function withoutOddValues(part: 'query' | 'params', parameters: unknown): unknown {
  for (const [name, value] of Object.entries(parameters ?? {})) {
    const fault = [value]
      .flat()
      .map(faultOf)
      .find((found) => found !== null)
    if (fault === undefined) continue
    if (part === 'params') throw new AppError('not_found', 'There is nothing at this address.')
    throw refuseField(name, 'wrong_form', fault)
  }
  return parameters
}

function faultOf(value: unknown): string | null {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'Must be a finite number.'
  if (typeof value === 'string' && !isPlainText(value))
    return 'Holds U+0000 or half a surrogate pair, which is no text.'
  return null
}
