import type { Agent, PresenceState, WhyNot } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { closestAgents, countReasons } from './candidates.ts'

const agent = (name: string, state: PresenceState, usedUnits = 0, queues = ['payments']): Agent => ({
  id: name,
  name,
  presence: { state },
  workload: {
    usedUnits,
    reservedUnits: 0,
    capacityUnits: 100,
    tasks: 0,
    offers: 0,
    byKind: {},
    unitsByKind: {},
    queues,
  },
})

describe('the agents closest to a task', () => {
  it('are members of its queue first, then the readiest, then those with most room', () => {
    const roster = [
      agent('outside', 'available', 0, ['backend']),
      agent('offline', 'offline'),
      agent('full', 'available', 100),
      agent('free', 'available', 20),
      agent('busy', 'busy'),
    ]
    expect(closestAgents(roster, { queue: 'payments' }).map(({ name }) => name)).toEqual([
      'free',
      'full',
      'busy',
      'offline',
      'outside',
    ])
  })
})

describe('counted reasons', () => {
  it('take the first that applies to each agent, most frequent first', () => {
    const because = (...codes: WhyNot['reasons'][number]['code'][]) => ({
      reasons: codes.map((code) => ({ code, text: code })),
    })
    expect(
      countReasons([
        because('presence'),
        because('language_missing', 'presence'),
        because('language_missing'),
        because(),
      ]),
    ).toEqual([
      ['language_missing', 2],
      ['presence', 1],
    ])
  })
})
