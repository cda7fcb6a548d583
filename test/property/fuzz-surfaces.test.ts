import { expect, it } from 'vitest'
import { fuzzSurfacesOnce } from '../chaos/surfaces-fuzz.ts'

it('1,000 requests to the two surfaces of others meet no fault of ours', { timeout: 120_000 }, async () => {
  const { faults, requests, statuses, operations } = await fuzzSurfacesOnce({ requests: 1_000, seed: 20_261_122 })
  expect(faults.slice(0, 5)).toEqual([])
  expect(requests).toBe(1_000)
  expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['200', '201', '400', '401', '403', '404', '409']))
  // A run that is refused at the door finds nothing.
  const done = Object.values(operations).filter((one) => one.done > 0)
  expect(done.length / Object.keys(operations).length).toBeGreaterThan(0.6)
})
