import type { QueueFigures } from '@switchyard/sdk'
import { describe, expect, it } from 'vitest'
import { alarmOf, onTimeLook, onTimeShare, sumOf } from './queue-figures.ts'

const nowMs = Date.parse('2026-11-20T09:00:00.000Z')

function queueOf(change: Partial<QueueFigures>): QueueFigures {
  return {
    slug: 'payments',
    label: 'Payments',
    isOpen: true,
    waiting: 3,
    waitingByPriority: { low: 0, normal: 1, high: 2, critical: 0 },
    longestWaitMs: 184_000,
    offered: 0,
    active: 4,
    wrapup: 0,
    paused: 0,
    agents: { available: 1, busy: 0, away: 0, draining: 0, offline: 0 },
    sla: { nextDueAt: null, overdue: 0 },
    arrivalsLastHour: 14,
    today: {
      since: '2026-11-20T00:00:00.000Z',
      arrivals: 96,
      accepted: 88,
      abandoned: 2,
      waits: { n: 88, averageMs: 61_000, p90Ms: 190_000 },
      sla: { met: 80, breached: 3 },
      hours: [],
    },
    estimatedWait: null,
    overtakes: [],
    steps: [],
    ...change,
  }
}
const nobody = { available: 0, busy: 2, away: 0, draining: 0, offline: 1 }
const dueAt = (iso: string, overdue = 0) => ({ sla: { nextDueAt: `2026-11-20T${iso}:00.000Z`, overdue } })

describe('the alarm of a queue', () => {
  it.each([
    ['none at rest', {}, null],
    ['none when the next target is far', dueAt('09:16'), null],
    ['a target due within a quarter of an hour', dueAt('09:15'), { kind: 'dueSoon', leftMs: 900_000 }],
    ['targets that are over, before all else', { ...dueAt('09:05', 2), isOpen: false }, { kind: 'overdue', count: 2 }],
    ['closed hours', { isOpen: false, agents: nobody }, { kind: 'closed' }],
    ['somebody waits and nobody is available', { agents: nobody }, { kind: 'nobody' }],
    ['nothing when nobody waits for nobody', { agents: nobody, waiting: 0 }, null],
  ])('is %s', (_name, change, expected) => {
    expect(alarmOf(queueOf(change), nowMs)).toEqual(expected)
  })
})

describe('shares of targets met', () => {
  it('are unknown before the first target has ended', () => {
    expect(onTimeShare({ met: 0, breached: 0 })).toBeNull()
    expect(onTimeShare({ met: 3, breached: 1 })).toBe(0.75)
  })

  it('have an icon beside their colour', () => {
    expect([0.97, 0.9, 0.5].map((share) => onTimeLook(share).icon)).toEqual(['check-circle', 'near', 'alert'])
  })
})

describe('the sum of all queues', () => {
  it('adds figures and keeps the longest wait', () => {
    const sum = sumOf([queueOf({}), queueOf({ waiting: 1, longestWaitMs: 400_000 })])
    expect(sum).toEqual({
      waiting: 4,
      active: 8,
      longestWaitMs: 400_000,
      arrivalsLastHour: 28,
      sla: { met: 160, breached: 6 },
    })
  })

  it('is nothing without queues', () => {
    expect(sumOf([])).toMatchObject({ waiting: 0, longestWaitMs: 0 })
  })
})
