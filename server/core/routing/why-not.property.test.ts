import { expect, it } from 'vitest'
import { engineAgainstSlow } from './against-slow.testing.ts'

const STATES = 10_000

it(`gives the slow evaluator's decisions, and all its reasons against every agent for every task (${STATES} states)`, () => {
  const { states, pairs, decisions, differences } = engineAgainstSlow(STATES, 1)
  expect(differences).toEqual([])
  expect(states).toBe(STATES)
  expect(pairs).toBeGreaterThan(STATES * 10)
  expect(decisions).toBeGreaterThan(STATES / 2)
})
