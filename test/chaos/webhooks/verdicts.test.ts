import { expect, it } from 'vitest'
import type { Heard } from './hook.ts'
import { inversionsOf, latenciesOf, mostInASecond, percentile } from './verdicts.ts'

const heard = (at: number, ticketId: string, sequence: number, id = `${ticketId}-${sequence}`): Heard => ({
  at,
  id,
  signature: '',
  timestamp: '',
  text: '',
  body: { type: 'ticket.updated', timestamp: new Date(1_000).toISOString(), ticketId, sequence },
})

it('finds an event that came before an earlier one of its ticket, and forgives repeats', () => {
  const told = [heard(1, 'a', 1), heard(2, 'b', 1), heard(3, 'a', 3), heard(4, 'a', 2), heard(5, 'a', 1)]
  expect(inversionsOf(told)).toEqual(['a-2'])
  expect(inversionsOf([heard(1, 'a', 1), heard(2, 'a', 2), heard(3, 'a', 1)])).toEqual([])
})

it('counts the most within any second, wherever it begins', () => {
  expect(mostInASecond([900, 1_000, 1_500, 1_899, 1_900].map((at) => heard(at, 'a', at)))).toBe(4)
  expect(mostInASecond([])).toBe(0)
})

it('takes the first receipt for the latency', () => {
  expect(latenciesOf([heard(1_020, 'a', 1), heard(3_000, 'a', 1)])).toEqual([20])
  expect(percentile([5, 1, 3], 0.5)).toBe(3)
  expect(percentile([], 0.99)).toBe(0)
})
