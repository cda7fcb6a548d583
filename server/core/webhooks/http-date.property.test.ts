import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { parseHttpDate } from './http-date.ts'

const wholeSeconds = fc.integer({ min: Date.UTC(1970, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 })

describe('parseHttpDate', () => {
  it('reads back every date that the platform writes', () => {
    fc.assert(
      fc.property(wholeSeconds, (seconds) => {
        expect(parseHttpDate(new Date(seconds * 1000).toUTCString(), 0)).toBe(seconds * 1000)
      }),
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 4e12 }), (text, nowMs) => {
        expect([null, 'number']).toContain(parseHttpDate(text, nowMs) === null ? null : 'number')
      }),
    )
  })
})
