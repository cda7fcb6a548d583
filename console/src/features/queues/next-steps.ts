import type { Agent, QueueFigures, Task } from '@switchyard/sdk'
import { clockTime, shortDuration, timerText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { stepText, stepWhen } from './step-words.ts'
import { isNoWait, roughTime } from './wait-text.ts'

/** A fact about what will happen to a task: when or where, and the sentence. */
export interface Step {
  id: string
  when: string
  text: string
  isNext?: boolean
  /** When it comes, where that is known. */
  atMs?: number
}

interface StepInput {
  task: Task
  queueLabel: string
  waiting: number
  isOpen: boolean
  roster: readonly Agent[]
  queues: readonly Pick<QueueFigures, 'slug' | 'label'>[]
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
          },
        ]
  return [...closed, ...place, waitStep(task)]
}

function waitStep({ estimatedWait: wait }: Task): Step {
  if (wait === null) return { id: 'wait', when: t('next.unknown'), text: t('next.waitUnknown') }
  if (isNoWait(wait)) return { id: 'wait', when: t('tile.noWait'), text: t('next.offeredAtOnce') }
  const half = roughTime(wait.p50Seconds * 1000)
  const most = roughTime(wait.p90Seconds * 1000)
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
  return [
    {
      id: 'clock',
      when: t('next.in', { time: shortDuration(leftMs) }),
      text: t('next.clock', { metric }),
      atMs: nowMs + leftMs,
    },
  ]
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

/** What its queue still does with it: at a time, or once something comes to pass. */
function queueSteps({ task, queues, nowMs }: StepInput): Step[] {
  return task.steps.map((step, index) => {
    const text = stepText(step, queues)
    if (step.at === null) return { id: `step-${index}`, when: stepWhen(step), text }
    const atMs = Date.parse(step.at)
    return { id: `step-${index}`, when: t('next.in', { time: shortDuration(Math.max(0, atMs - nowMs)) }), text, atMs }
  })
}

/** What happens next to a task: where it stands, then what comes at a time, nearest first, then what may come. */
export function nextSteps(input: StepInput): Step[] {
  const { parkedAt } = input.task
  const parked = parkedAt ? [{ id: 'parked', when: clockTime(parkedAt), text: t('next.parked') }] : []
  const coming = [...clockStep(input), ...queueSteps(input)]
  const timed = coming.filter((step) => step.atMs !== undefined).sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))
  const [first, ...later] = timed
  return [
    ...parked,
    ...offerStep(input),
    ...placeSteps(input),
    ...(first ? [{ ...first, isNext: input.task.state === 'waiting' }] : []),
    ...later,
    ...coming.filter((step) => step.atMs === undefined),
    ...excludedSteps(input),
  ]
}
