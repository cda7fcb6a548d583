import { overtakes, type Queue } from '../../core/workflow/index.ts'

/** When a waiting task of `class` goes before a new one of `passes`; null = never. Deadlines can only make it sooner. */
export interface QueueOvertake {
  readonly class: string
  readonly passes: string
  readonly afterMs: number | null
}

/** After which waits the priorities of a queue pass one another. */
export function overtakesOf(ageing: Queue['ageing']): QueueOvertake[] {
  return overtakes(ageing).map(({ lower, higher, afterMinutes }) => ({
    class: lower,
    passes: higher,
    afterMs: afterMinutes === null ? null : Math.ceil(afterMinutes * 60_000),
  }))
}
