import { describe, expect, it } from 'vitest'

import { parseHttpDate } from './http-date.ts'

const nowMs = Date.UTC(2026, 5, 1)

describe('parseHttpDate', () => {
  it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
    'reads the three forms of RFC 9110: %s',
    (text) => {
      expect(parseHttpDate(text, nowMs)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37))
    },
  )

  it.each([
    ['Sunday, 06-Nov-76 00:00:00 GMT', 2076],
    ['Sunday, 06-Nov-77 00:00:00 GMT', 1977],
    ['Sunday, 06-Nov-00 00:00:00 GMT', 2000],
    ['Sunday, 06-Nov-26 00:00:00 GMT', 2026],
  ])('reads a short year within 50 years to come: %s', (text, year) => {
    expect(parseHttpDate(text, nowMs)).toBe(Date.UTC(year, 10, 6))
  })

  it('reads a leap second as the second before', () => {
    expect(parseHttpDate('Sat, 31 Dec 2016 23:59:60 GMT', nowMs)).toBe(Date.UTC(2016, 11, 31, 23, 59, 59))
  })

  it.each([
    '',
    'soon',
    '2026-06-01T00:00:00Z',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 31 Feb 1994 08:49:37 GMT',
    'Sun, 06 Xyz 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:49:37 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'sun, 06 nov 1994 08:49:37 gmt',
  ])('knows that "%s" is no HTTP date', (text) => {
    expect(parseHttpDate(text, nowMs)).toBeNull()
  })
})
