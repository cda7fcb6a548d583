import { AppError } from '../platform/errors.ts'
import type { IncomingHttpHeaders } from './http-types.ts'

/** The bytes from `first` to `last`, both included. */
interface Range {
  readonly first: number
  readonly last: number
}

/**
 * The part of a content that a request asks for; null = all of it, also where it asks for several parts or for a content
 * that has changed (RFC 9110, 14). Throws `range_not_satisfiable` for a part beyond its end.
 */
export function rangeOf(
  headers: IncomingHttpHeaders,
  { size, etag }: { readonly size: number; readonly etag: string },
): Range | null {
  const condition = headers['if-range']
  if (condition !== undefined && condition !== etag) return null
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '') ?? []
  if (from === undefined || to === undefined || (from === '' && to === '')) return null
  const last = size - 1
  if (from === '') return within({ first: Math.max(0, size - Number(to)), last }, size)
  if (to !== '' && Number(to) < Number(from)) return null
  return within({ first: Number(from), last: to === '' ? last : Math.min(Number(to), last) }, size)
}

function within(range: Range, size: number): Range {
  if (range.first < size && range.first <= range.last) return range
  throw new AppError('range_not_satisfiable', `The content has ${size} bytes.`, { size })
}
