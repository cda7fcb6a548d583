import { describe, expect, it } from 'vitest'
import { attemptDelaysMs } from '../../core/webhooks/next-attempt.ts'
import { type AttemptResult, judgeAttempt } from './judge-attempt.ts'

const first = {
  type: 'ticket.updated',
  attempts: 0,
  uncounted: 0,
  isReplay: false,
  isProbe: false,
  wasDelivered: false,
  ownFailures: 0,
  offer: null,
  consult: null,
  expiresAt: null,
}
const chance = { nowMs: 1_800_000_000_000, jitter: 0.5, delaysMs: attemptDelaysMs }
const answered = (status: number, retryAfter: string | null = null): AttemptResult => ({
  kind: 'answered',
  status,
  headers: { retryAfter, webhookDelivery: null },
  bodyText: '',
  bodyIsTruncated: false,
  durationMs: 5,
})
const askedToWait = (seconds: number) => answered(429, String(seconds))
const offered = {
  ...first,
  offer: { id: 'o', agentId: 'a', isPending: true, acceptance: 'explicit' },
  expiresAt: chance.nowMs + 30_000,
} as const
const broken: AttemptResult = { kind: 'broken', durationMs: 0 }

describe('the verdict on an attempt', () => {
  it.each([
    ['2xx ends it', first, answered(204), { state: 'delivered', retryInMs: null }],
    ['500 is tried again after 5 s', first, answered(500), { state: 'pending', retryInMs: 5_000 }],
    ['a redirect is a failure', first, answered(302), { state: 'pending', retryInMs: 5_000 }],
    ['409 is tried again', first, answered(409), { state: 'pending', retryInMs: 5_000 }],
    [
      '409 of a partner ends it',
      { ...first, type: 'STORE_SUPPORT_TICKET_EVENT' },
      answered(409),
      { state: 'delivered', retryInMs: null },
    ],
    ['410 cancels', first, answered(410), { state: 'cancelled', retryInMs: null }],
    ['the tenth failure is the last', { ...first, attempts: 9 }, answered(500), { state: 'dead', retryInMs: null }],
    ['a failure of our own is tried again', first, broken, { state: 'pending', retryInMs: 5_000 }],
    [
      'the third takes it out',
      { ...first, attempts: 4, ownFailures: 2 },
      broken,
      { state: 'quarantined', retryInMs: null },
    ],
    [
      'a replay that fails stays dead',
      { ...first, attempts: 3, isReplay: true },
      answered(500),
      { state: 'dead', retryInMs: null },
    ],
    [
      'a replay that fails takes no success back',
      { ...first, attempts: 3, isReplay: true, wasDelivered: true },
      answered(500),
      { state: 'delivered', retryInMs: null },
    ],
    [
      '410 to an offer declines it and ends nothing else',
      offered,
      answered(410),
      { state: 'delivered', retryInMs: null },
    ],
    ['409 to an offer has been heard', offered, answered(409), { state: 'delivered', retryInMs: null }],
    ['500 to an offer is tried again after 1 s', offered, answered(500), { state: 'pending', retryInMs: 1_000 }],
    ['later with growing pauses', { ...offered, attempts: 3 }, answered(500), { state: 'pending', retryInMs: 8_000 }],
    ['but not beyond its expiry', { ...offered, attempts: 5 }, answered(500), { state: 'dead', retryInMs: null }],
    ['what Retry-After asks is kept', offered, askedToWait(7), { state: 'pending', retryInMs: 7_000 }],
    ['unless it is too late then', offered, askedToWait(31), { state: 'dead', retryInMs: null }],
  ])('%s', (_name, delivery, result, verdict) => {
    expect(judgeAttempt(delivery, result, chance)).toEqual({ ...verdict, isParked: false })
  })

  it('keeps the schedule that a workspace has of its own, which offers do not follow', () => {
    const own = { ...chance, delaysMs: [0, 60_000] }
    expect(judgeAttempt(first, answered(500), own)).toMatchObject({ state: 'pending', retryInMs: 60_000 })
    expect(judgeAttempt({ ...first, attempts: 1 }, answered(500), own)).toMatchObject({ state: 'dead' })
    expect(judgeAttempt({ ...offered, attempts: 3 }, answered(500), own)).toMatchObject({ retryInMs: 8_000 })
  })

  it('lets a probe that fails wait and costs its delivery nothing', () => {
    const probe = { ...first, attempts: 40, uncounted: 40, isProbe: true }
    const parked = { state: 'pending', retryInMs: null, isParked: true }
    expect(judgeAttempt(probe, answered(500), chance)).toEqual(parked)
    expect(judgeAttempt({ ...probe, isProbe: false }, answered(500), chance)).toMatchObject({ retryInMs: 5_000 })
    expect(judgeAttempt(probe, answered(204), chance)).toMatchObject({ state: 'delivered' })
  })
})
