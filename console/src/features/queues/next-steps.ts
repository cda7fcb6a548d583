import type { Agent, Task } from '@switchyard/sdk'
import { clockTime, shortDuration, timerText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'

/** A fact about what will happen to a task: when or where, and the sentence. */
export interface Step {
  id: string
  when: string
  text: string
  isNext?: boolean
}

interface StepInput {
  task: Task
  queueLabel: string
  waiting: number
  isOpen: boolean
  roster: readonly Agent[]
  nowMs: number
}

function offerStep({ task, nowMs }: StepInput): Step[] {
  if (task.offer === null) return []
  const left = timerText(Date.parse(task.offer.expiresAt) - nowMs)
  const text = t('next.offer', { name: task.agentName ?? t('next.somebody') })
  return [{ id: 'offer', when: t('next.in', { time: left }), text, isNext: true }]
}

function placeSteps({ task, queueLabel: queue, waiting, isOpen }: StepInput): Step[] {
  if (task.state !== 'waiting') return []
  const closed = isOpen ? [] : [{ id: 'closed', when: t('next.closed'), text: t('next.closedText', { queue }) }]
  const place =
    task.position === null
      ? []
      : [
          {
            id: 'place',
            when: task.position === 1 ? t('task.next') : t('task.place', { place: task.position }),
            text: plural('next.place', Math.max(waiting, task.position), { queue }),
            isNext: task.position === 1,
          },
        ]
  return [...closed, ...place, waitStep(task)]
}

function waitStep({ estimatedWait: wait }: Task): Step {
  if (wait === null) return { id: 'wait', when: t('next.unknown'), text: t('next.waitUnknown') }
  const half = timerText(wait.p50Seconds * 1000)
  const most = timerText(wait.p90Seconds * 1000)
  const basis = wordFor('waitBasis', wait.basis)
  return { id: 'wait', when: t('next.about', { time: half }), text: t('next.wait', { half, most, basis }) }
}

function clockStep({ task, nowMs }: StepInput): Step[] {
  if (task.sla === null) return []
  const metric = wordFor('sla.metric', task.sla.metric)
  if (task.sla.state === 'paused')
    return [{ id: 'clock', when: t('sla.paused'), text: t('next.clockPaused', { metric }) }]
  if (task.sla.dueAt === null) return []
  const leftMs = Date.parse(task.sla.dueAt) - nowMs
  if (leftMs <= 0) return [{ id: 'clock', when: shortDuration(leftMs), text: t('next.clockOver', { metric }) }]
  return [{ id: 'clock', when: t('next.in', { time: shortDuration(leftMs) }), text: t('next.clock', { metric }) }]
}

function excludedSteps({ task, roster, nowMs }: StepInput): Step[] {
  return task.excluded
    .filter(({ until }) => Date.parse(until) > nowMs)
    .map(({ agentId, until }) => ({
      id: agentId,
      when: clockTime(until),
      text: t('next.excluded', { name: roster.find((agent) => agent.id === agentId)?.name ?? t('next.somebody') }),
    }))
}

/** What happens next to a task, nearest first where it has a time. */
export function nextSteps(input: StepInput): Step[] {
  const { parkedAt } = input.task
  const parked = parkedAt ? [{ id: 'parked', when: clockTime(parkedAt), text: t('next.parked') }] : []
  return [...parked, ...offerStep(input), ...placeSteps(input), ...clockStep(input), ...excludedSteps(input)]
}
