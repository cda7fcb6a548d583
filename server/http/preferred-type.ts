import type { IncomingHttpHeaders } from './http-types.ts'

/** Whether a caller asks for CSV rather than JSON: by the weights of its `Accept` (RFC 9110, 12.5.1); JSON when equal. */
export function prefersCsv({ accept = '*/*' }: IncomingHttpHeaders): boolean {
  return weightOf(accept, 'text/csv') > weightOf(accept, 'application/json')
}

/** Whether a caller asks for a page rather than JSON, as browsers do; JSON when equal. */
export function prefersPage({ accept = '*/*' }: IncomingHttpHeaders): boolean {
  return weightOf(accept, 'text/html') > weightOf(accept, 'application/json')
}

/** The weight of a media type: that of the most exact range which holds it, 0 when none does. */
function weightOf(accept: string, type: string): number {
  const ranges = [type, `${type.split('/')[0]}/*`, '*/*']
  const weights = new Map(
    accept.split(',').map((part) => {
      const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
      const quality = parameters.find((text) => text.startsWith('q='))
      return [range, quality === undefined ? 1 : Number(quality.slice(2)) || 0]
    }),
  )
  for (const range of ranges) {
    const weight = weights.get(range)
    if (weight !== undefined) return weight
  }
  return 0
}
