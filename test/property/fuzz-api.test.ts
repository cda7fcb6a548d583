import { expect, it } from 'vitest'
import { fuzzOnce } from '../chaos/fuzz.ts'

it('3,000 requests made from the reference meet no fault of ours', { timeout: 120_000 }, async () => {
  const { faults, requests, statuses } = await fuzzOnce({ requests: 3_000, seed: 20_261_121 })
  expect(faults.slice(0, 5)).toEqual([])
  expect(requests).toBe(3_000)
  // A run that is refused at the door finds nothing.
  expect((statuses['200'] ?? 0) + (statuses['201'] ?? 0)).toBeGreaterThan(500)
  expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['200', '201', '400', '403', '404', '409', '415']))
})
