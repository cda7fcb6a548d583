import fc from 'fast-check'
import { expect, it } from 'vitest'
import { waitBucket, waitQuantile } from './wait-buckets.ts'

it('a quantile of counted waits is the nearest-rank quantile of the waits to 1 %', () => {
  const waits = fc.array(fc.nat(86_400_000), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(waits, fc.constantFrom(0.5, 0.9, 1), (all, share) => {
      const counts: Record<string, number> = {}
      for (const wait of all) counts[waitBucket(wait)] = (counts[waitBucket(wait)] ?? 0) + 1
      const exact = all.toSorted((one, other) => one - other)[Math.ceil(share * all.length - 1e-9) - 1]!
      expect(Math.abs(waitQuantile(counts, share)! - exact)).toBeLessThanOrEqual(exact * 0.011 + 1)
    }),
  )
})

it('of no waits is unknown', () => {
  expect(waitQuantile({}, 0.9)).toBeNull()
})
