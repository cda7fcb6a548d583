import { bugs } from './bugs/bugs.ts'
import { addCounts, type MoveCounts } from './counts.ts'
import { plant } from './planted.ts'
import { Broken } from './oracle/invariants.ts'
import { playInMemory, playOn, type ScheduleName } from './play-schedule.ts'
import { openPostgres } from './postgres-ground.ts'
import { memoryGround } from './rows/memory-ground.ts'
import type { RowTx } from './rows/row-tx.ts'
import { Rows } from './rows/rows.ts'
import type { Break, Found, Place, Task } from './worker.ts'

const nothing: Found = {
  schedules: 0,
  steps: 0,
  commits: 0,
  offers: 0,
  cpuMs: 0,
  moves: new Map(),
  breaks: [],
  ends: [],
}

/** Three of four schedules are cut between statements, the others between transactions. */
const nameOf = (seed: number, number: number): ScheduleName => ({
  seed,
  number,
  grain: number % 4 === 3 ? 'transaction' : 'statement',
})

/** Plays schedules one after the other, to the end or to the first few that break something. */
export async function playRange(task: Extract<Task, { kind: 'play' }>): Promise<Found> {
  const breaks: Break[] = []
  const sums = { schedules: 0, steps: 0, commits: 0, offers: 0 }
  const moves: MoveCounts = new Map()
  for (let number = task.from; number < task.to; number++) {
    const played = await playInMemory(nameOf(task.seed, number))
    const { broken, told } = played
    sums.schedules += 1
    for (const name of ['steps', 'commits', 'offers'] as const) sums[name] += played[name]
    addCounts(moves, played.moves)
    if (broken !== null || task.isTold === true)
      breaks.push({ number, rule: broken?.rule ?? 'none', detail: broken?.detail ?? '', told })
  }
  return { ...nothing, ...sums, moves, breaks }
}

/** Plays with a planted bug until a schedule finds it. */
export async function hunt(task: Extract<Task, { kind: 'hunt' }>): Promise<Found> {
  const planted = bugs.find(({ name }) => name === task.bug)
  if (planted === undefined) throw new RangeError(`There is no bug ${task.bug}.`)
  plant(planted.bug)
  try {
    for (let number = 0; number < task.limit; number++) {
      const found = await playRange({ kind: 'play', seed: task.seed, from: number, to: number + 1 })
      if (found.breaks.length > 0) return { ...found, schedules: number + 1 }
    }
    return { ...nothing, schedules: task.limit }
  } finally {
    plant(null)
  }
}

/** Plays schedules cut between transactions, where both grounds must come to the same, and says what each leaves behind. */
export async function playToEnds(task: Extract<Task, { kind: 'compare' }>, place: Place): Promise<Found> {
  const postgres = place.kind === 'postgres' ? openPostgres(place) : null
  const open = (now: number) => postgres?.open(now) ?? memoryGround(new Rows<RowTx>(), now)
  const ends: (readonly string[])[] = []
  try {
    for (let number = task.from; number < task.to; number++) {
      const end = playOn(open, { seed: task.seed, number, grain: 'transaction' })
      ends.push(await end.catch(brokenLine))
    }
  } finally {
    await postgres?.close()
  }
  return { ...nothing, schedules: ends.length, ends }
}

function brokenLine(error: unknown): string[] {
  if (error instanceof Broken) return [error.message]
  throw error
}
