import { parseHttpDate } from './http-date.ts'

/** How long a `Retry-After` header asks to wait, in milliseconds from `nowMs`; null when it says nothing readable. */
export function parseRetryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const dateMs = parseHttpDate(text, nowMs)
  return dateMs === null ? null : Math.max(0, dateMs - nowMs)
}
