import { describe, expect, it } from 'vitest'
import { addressOf } from './judge-answer.ts'
import { boardOf, factsOf, finalLines, liveLine, timeWords } from './summary.ts'
import { countIn, createTally } from './tally.ts'

function busyTally() {
  const tally = createTally()
  Object.assign(tally.counts, { offered: 9, accepted: 7, declined: 1, missed: 1, completed: 5, answeredInTime: 3 })
  tally.counts.answeredLate = 1
  for (const channel of ['voice', 'email', 'voice']) countIn(tally.arrivals, channel)
  for (const path of ['/v1/tickets', '/v1/calls']) countIn(tally.errors, `500 internal at POST ${path}`)
  countIn(tally.races, 'offer_ended')
  tally.waits.add(4_000)
  tally.handlings.add(187_000)
  return tally
}
const board = boardOf([
  { waiting: 2, longestWaitMs: 61_000, active: 1 },
  { waiting: 0, longestWaitMs: 0, active: 4 },
])

describe('how it goes', () => {
  it('is one line, errors by their code', () => {
    const line = liveLine(new Date(2026, 10, 21, 9, 5, 7), board, busyTally())
    expect(line).toBe(
      '09:05:07 | waiting 2 (1:01 min) | in progress 5 | arrived 3 | offered 9, accepted 7, declined 1, missed 1 | ' +
        'done 5 | in time 75 % | errors 500 internal x2',
    )
  })

  it('says that nobody waits and nothing went wrong', () => {
    const line = liveLine(new Date(), boardOf([]), createTally())
    expect(line).toContain('| waiting 0 | in progress 0 |')
    expect(line).toMatch(/in time – \| errors none$/)
  })
})

describe('what was done', () => {
  it('names arrivals by channel, waits, races and each error with its address', () => {
    const text = finalLines(busyTally(), 3_723_000).join('\n')
    for (const part of [
      'ran for 1:02:03 h',
      '3 (email 1, voice 2)',
      'p50 4.0 s, p90 4.0 s',
      'p50 3:07 min',
      'races        offer_ended',
      'errors       500 internal at POST /v1/tickets, 500 internal at POST /v1/calls',
    ])
      expect(text).toContain(part)
    expect(text).not.toContain('sent again')
  })

  it('is told to programs too', () => {
    expect(factsOf(busyTally())).toMatchObject({
      arrivals: { email: 1, voice: 2 },
      accepted: 7,
      waitMs: { p50: 4_000, p90: 4_000 },
      races: { offer_ended: 1 },
    })
  })
})

it.each([
  [400, '0.4 s'],
  [42_000, '42 s'],
  [187_000, '3:07 min'],
  [3_723_000, '1:02:03 h'],
])('%d ms are %s', (ms, words) => {
  expect(timeWords(ms)).toBe(words)
})

it('an address is told without the ids in it', () => {
  expect(addressOf('/v1/tasks/task_01kz3b8p2pe8k9z1m4q7v0c5xa/consult/end?x=1')).toBe('/v1/tasks/{id}/consult/end')
})
