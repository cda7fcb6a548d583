import type { QueueFigures } from '@switchyard/sdk'
import type { IconName } from '../../ui/icon-paths.tsx'
import type { Tone } from '../../ui/sla.ts'

const soonMs = 15 * 60_000
const goodShare = 0.93
const poorShare = 0.85

/** What a manager must mind first about a queue. */
export type Alarm =
  | { kind: 'overdue'; count: number }
  | { kind: 'dueSoon'; leftMs: number }
  | { kind: 'nobody' }
  | { kind: 'closed' }

/** The worst thing about a queue at this moment; null when it is at rest. */
export function alarmOf(queue: QueueFigures, nowMs: number): Alarm | null {
  if (queue.sla.overdue > 0) return { kind: 'overdue', count: queue.sla.overdue }
  if (!queue.isOpen) return { kind: 'closed' }
  const leftMs = queue.sla.nextDueAt === null ? null : Date.parse(queue.sla.nextDueAt) - nowMs
  if (leftMs !== null && leftMs > 0 && leftMs <= soonMs) return { kind: 'dueSoon', leftMs }
  if (queue.waiting > 0 && queue.agents.available === 0) return { kind: 'nobody' }
  return null
}

/** The share of targets met, of those that ended; null before the first. */
export function onTimeShare(sla: { met: number; breached: number }): number | null {
  const all = sla.met + sla.breached
  return all === 0 ? null : sla.met / all
}

/** Icon and colour of a share of targets met. */
export function onTimeLook(share: number): { tone: Tone; icon: IconName } {
  if (share >= goodShare) return { tone: 'met', icon: 'check-circle' }
  return share >= poorShare ? { tone: 'near', icon: 'near' } : { tone: 'breach', icon: 'alert' }
}

/** All queues in one line. */
export function sumOf(queues: readonly QueueFigures[]) {
  const add = (select: (queue: QueueFigures) => number) => queues.reduce((sum, queue) => sum + select(queue), 0)
  return {
    waiting: add((queue) => queue.waiting),
    active: add((queue) => queue.active),
    longestWaitMs: Math.max(0, ...queues.map((queue) => queue.longestWaitMs)),
    arrivalsLastHour: add((queue) => queue.arrivalsLastHour),
    sla: { met: add((queue) => queue.today.sla.met), breached: add((queue) => queue.today.sla.breached) },
  }
}
