import { beforeAll, describe, expect, it } from 'vitest'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { nextSteps } from './next-steps.ts'
import { taskOf } from './testing/task-of.ts'

const nowMs = Date.parse('2026-11-20T09:05:00.000Z')
const stepsOf = (change: Parameters<typeof taskOf>[0], isOpen = true) =>
  nextSteps({
    task: taskOf(change),
    queueLabel: 'Payments',
    waiting: 9,
    isOpen,
    roster: [{ id: 'agent_9', name: 'Marta Ruiz' }],
    queues: [{ slug: 'backend', label: 'Back end' }],
    nowMs,
  }).map(({ when, text }) => `${when}: ${text}`)

beforeAll(() => installWords('en', en))

describe('what happens next to a task', () => {
  it('tells the place, and that the wait is unknown', () => {
    expect(stepsOf({ position: 3 })).toEqual([
      'no. 3: Its place among 9 waiting in Payments',
      'unknown: Too little is known to say how long it will wait',
    ])
  })

  it('tells an estimate as a range with its basis', () => {
    const estimatedWait = { p50Seconds: 95, p90Seconds: 240, basis: 'pace', confidence: 'high' } as const
    expect(stepsOf({ estimatedWait }).at(-1)).toBe(
      'about 1:30: Half of such waits end within 1:30, nine in ten within 4:00; by the pace of the queue',
    )
  })

  it('tells what the queue still does with it, the nearest first, among its clock', () => {
    const step = {
      on: null,
      above: null,
      to: null,
      isSkippedIfNobody: false,
      passedOver: null,
      dropSkills: [],
      languages: null,
      afterMs: 0,
    }
    const steps = [
      { ...step, kind: 'relax', at: '2026-11-20T09:07:00.000Z', skills: null, ring: 2 },
      {
        ...step,
        kind: 'overflow',
        on: 'wait',
        at: '2026-11-20T09:20:00.000Z',
        to: 'backend',
        skills: null,
        ring: null,
      },
      { ...step, kind: 'overflow', on: 'nobody', at: null, to: 'escalate', skills: null, ring: null },
    ] as const
    const sla = { metric: 'firstResponse', dueAt: '2026-11-20T09:09:00.000Z', state: 'running' } as const
    expect(stepsOf({ steps: steps.map((one) => ({ ...one, dropSkills: [] })), sla }).slice(2)).toEqual([
      'in 2m: Widens to ring 2',
      'in 4m: first reply is due',
      'in 15m: Moves to Back end',
      'nobody can: Escalates to a case',
    ])
  })

  it('says that a closed queue offers nothing', () => {
    expect(stepsOf({}, false)[0]).toBe('closed: Payments is outside its hours and offers nothing until it opens')
  })

  it('counts down an offer, and leaves out place and estimate', () => {
    const offer = { id: 'offer_1', agentId: 'agent_9', expiresAt: '2026-11-20T09:05:19.000Z' }
    expect(stepsOf({ state: 'offered', agentName: 'Marta Ruiz', offer, position: null })).toEqual([
      'in 0:19: The offer to Marta Ruiz ends',
    ])
  })

  it.each([
    [{ dueAt: '2026-11-20T09:17:00.000Z', state: 'running' }, 'in 12m: first reply is due'],
    [{ dueAt: '2026-11-20T09:02:00.000Z', state: 'breached' }, '3m: first reply is overdue'],
    [{ dueAt: null, state: 'paused' }, 'paused: The clock of the first reply stands still'],
  ] as const)('tells the clock %j', (clock, expected) => {
    expect(stepsOf({ state: 'active', sla: { metric: 'firstResponse', ...clock } })).toEqual([expected])
  })

  it('names who is not asked again yet, and forgets who may be', () => {
    const excluded = [
      { agentId: 'agent_9', until: '2026-11-20T09:10:00.000Z' },
      { agentId: 'agent_8', until: '2026-11-20T09:04:00.000Z' },
    ]
    expect(stepsOf({ state: 'active', excluded })).toEqual([expect.stringMatching(/: Marta Ruiz may be asked again$/)])
  })
})
