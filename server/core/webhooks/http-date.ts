const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const clock = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`

/** The three forms of RFC 9110 5.6.7; the week day carries nothing and is not checked against the date. */
const forms = [
  new RegExp(`^[A-Z][a-z]{2}, (?<day>\\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) ${clock} GMT$`),
  new RegExp(`^[A-Z][a-z]{5,8}, (?<day>\\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\\d{2}) ${clock} GMT$`),
  new RegExp(`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) ${clock} (?<year>\\d{4})$`),
]

/**
 * Reads an HTTP date as epoch milliseconds; null when it is not one. A year of two digits that would lie more than 50
 * years after `nowMs` belongs to the century before. A leap second reads as the second before it.
 */
export function parseHttpDate(text: string, nowMs: number): number | null {
  const parts = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined)
  if (parts === undefined) return null
  const fields = {
    year: readYear(parts['year'] ?? '', nowMs),
    month: months.indexOf(parts['month'] ?? '') + 1,
    day: Number(parts['day']),
    hour: Number(parts['hour']),
    minute: Number(parts['minute']),
    second: Math.min(Number(parts['second']), parts['second'] === '60' ? 59 : 99),
  }
  try {
    const date = Temporal.PlainDateTime.from(fields, { overflow: 'reject' })
    return date.toZonedDateTime('UTC').epochMilliseconds
  } catch {
    return null
  }
}

function readYear(digits: string, nowMs: number): number {
  if (digits.length === 4) return Number(digits)
  const thisYear = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO('UTC').year
  const year = thisYear - (thisYear % 100) + Number(digits)
  return year > thisYear + 50 ? year - 100 : year
}
