import { inProcesses } from './processes.ts'
import type { Place, Task } from './worker.ts'

/** A schedule that does not leave the same behind on rows in memory as on PostgreSQL. */
export interface Difference {
  readonly number: number
  readonly inMemory: string
  readonly onPostgres: string
}

export interface Comparison {
  readonly seed: number
  readonly schedules: number
  /** Lines of rows, events and answers compared. */
  readonly lines: number
  readonly seconds: number
  readonly differences: readonly Difference[]
}

const blockSize = 10

/** Plays the same schedules, cut between transactions, with the real verbs on both grounds and compares all they leave. */
export async function compareGrounds(run: {
  readonly schedules: number
  readonly seed: number
  readonly processes: number
  readonly ownerUrl: string
  readonly appUrl: string
  readonly tell?: (line: string) => void
}): Promise<Comparison> {
  const startedAt = performance.now()
  const { ownerUrl, appUrl } = run
  const inMemory = await endsOn({ kind: 'memory' }, { ...run, processes: 1 })
  const onPostgres = await endsOn({ kind: 'postgres', ownerUrl, appUrl }, run)
  const differences: Difference[] = []
  let lines = 0
  for (let number = 0; number < run.schedules; number++) {
    const [one, other] = [inMemory.get(number) ?? ['not played'], onPostgres.get(number) ?? ['not played either']]
    lines += one.length
    const at = Math.max(one.length, other.length)
    for (let place = 0; place < at; place++) {
      if (one[place] === other[place]) continue
      differences.push({ number, inMemory: one[place] ?? '(nothing)', onPostgres: other[place] ?? '(nothing)' })
      break
    }
  }
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return { seed: run.seed, schedules: onPostgres.size, lines, seconds, differences }
}

async function endsOn(
  place: Place,
  run: { schedules: number; seed: number; processes: number; tell?: (line: string) => void },
): Promise<Map<number, readonly string[]>> {
  const ends = new Map<number, readonly string[]>()
  let given = 0
  await inProcesses({
    count: run.processes,
    place,
    next: (): Task | null => {
      if (given >= run.schedules) return null
      const from = given
      given = Math.min(run.schedules, given + blockSize)
      return { kind: 'compare', seed: run.seed, from, to: given }
    },
    onFound: (found, task) => {
      const from = task.kind === 'compare' ? task.from : 0
      for (const [place, end] of found.ends.entries()) ends.set(from + place, end)
      if (ends.size % 1_000 === 0) run.tell?.(`${ends.size} of ${run.schedules} schedules on ${place.kind}`)
    },
  })
  return ends
}
