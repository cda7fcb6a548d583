import { presentStep } from '../routing/index.ts'
import type { QueueFigures } from './list-queues.ts'
import type { WaitAccuracy } from './read-wait-accuracy.ts'

const time = (ms: number) => new Date(ms).toISOString()

/** A queue's figures as the API writes them. */
export function presentQueue({ sla, today, steps, ...figures }: QueueFigures) {
  return {
    ...figures,
    steps: steps.map(presentStep),
    sla: { nextDueAt: sla.nextDueAt === null ? null : time(sla.nextDueAt), overdue: sla.overdue },
    today: { ...today, since: time(today.since), hours: today.hours.map((hour) => ({ ...hour, at: time(hour.at) })) },
  }
}

/** The accuracy of promised waits as the API writes it. */
export function presentAccuracy({ from, to, byBasis, ...whole }: WaitAccuracy) {
  return { from: time(from), to: time(to), ...whole, byBasis: byBasis.map((row) => ({ ...row })) }
}
