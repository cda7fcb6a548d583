import { expect, it } from 'vitest'
import { placeText, riskText } from './risk-words.ts'

it('says a probability as a whole share, and neither certainty', () => {
  expect([0, 0.004, 0.005, 0.636, 0.994, 0.995, 1].map(riskText)).toEqual([
    'Less than 1%',
    'Less than 1%',
    'About 1%',
    'About 64%',
    'About 99%',
    'More than 99%',
    'More than 99%',
  ])
})

it('names what like it means, as far as it is known', () => {
  expect(placeText({ queue: 'payments', priority: 'high', serviceLine: null })).toBe('payments, high')
  expect(placeText({ queue: null, priority: null, serviceLine: 'care' })).toBe('care')
  expect(placeText({ queue: null, priority: null, serviceLine: null })).toBe('whatever the queue')
})
