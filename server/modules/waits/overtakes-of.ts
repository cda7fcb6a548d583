import { overtakes, type Queue } from '../../core/workflow/index.ts'

/** When a waiting task of `class` goes before a new one of `passes`; null = never. Deadlines, not counted in, only make that sooner. */
export interface QueueOvertake {
  readonly class: string
  readonly passes: string
  readonly afterMs: number | null
  /** From then on none of `passes` that comes in later goes before it again; null = there always may be one. */
  readonly neverPassedAfterMs: number | null
}

/** After which waits the priorities of a queue pass one another. */
export function overtakesOf(ageing: Queue['ageing']): QueueOvertake[] {
  return overtakes(ageing).map(({ lower, higher, afterMs, neverPassedAfterMs }) => ({
    class: lower,
    passes: higher,
    afterMs: afterMs === null ? null : Math.ceil(afterMs),
    neverPassedAfterMs: neverPassedAfterMs === null ? null : Math.ceil(neverPassedAfterMs),
  }))
}
