import { Random } from '../../../server/core/routing/random.testing.ts'
import type { MoveCounts } from './counts.ts'
import { endStateOf } from './end-state.ts'
import { drawEntry, enterTask } from './enter-task.ts'
import { chooseWorkflow, drawTerms } from './explored-workflow.ts'
import type { Ground } from './ground.ts'
import { chooseOdds, move } from './moves.ts'
import { resetIds } from './next-id.ts'
import { Broken, type Rule } from './oracle/invariants.ts'
import { watchCommits } from './oracle/watch-commits.ts'
import { choosePeople, ticketIds } from './people.ts'
import { memoryGround } from './rows/memory-ground.ts'
import type { RowTx } from './rows/row-tx.ts'
import { Rows } from './rows/rows.ts'
import { drain, settle } from './settle.ts'
import { World } from './world.ts'

/** Which schedule: the same three always give the same. */
export interface ScheduleName {
  readonly seed: number
  readonly number: number
  /** Whether others may come between two statements, or between two transactions only. */
  readonly grain: 'statement' | 'transaction'
}

export interface Played {
  readonly broken: { readonly rule: Rule; readonly detail: string } | null
  readonly steps: number
  readonly commits: number
  readonly offers: number
  readonly moves: MoveCounts
  /** What happened, in order. */
  readonly told: readonly string[]
}

/** After it even a chat of who is gone is given back. */
const longestGraceMs = 181_000

/** Instants of a schedule count from here. */
const start = 1_800_000_000_000

/** Plays one schedule on a ground made for it and gives what it leaves behind. Throws `Broken`. */
export async function playOn(openGround: (now: number) => Ground | Promise<Ground>, name: ScheduleName) {
  choosePeople({ hasEndpoint: name.number % 3 !== 2, haveMaxima: name.number % 5 === 1 })
  const world = openWorld(await openGround(start), name)
  await run(world, name)
  return endStateOf(world)
}

/** Plays one schedule on rows in memory and says which promise it broke. */
export async function playInMemory(name: ScheduleName): Promise<Played> {
  choosePeople({ hasEndpoint: name.number % 3 !== 2, haveMaxima: name.number % 5 === 1 })
  const rows = new Rows<RowTx>()
  const world = openWorld(memoryGround(rows, start), name)
  watchCommits(rows, world)
  const figures = () => ({
    steps: world.steps,
    commits: rows.commits,
    offers: rows.tables.offer.size,
    moves: world.counts,
    told: world.told,
  })
  try {
    await run(world, name)
    if (rows.deadlocks > 0) throw new Broken('deadlock', `${rows.deadlocks} times`)
    return { broken: null, ...figures() }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return { broken: { rule: error.rule, detail: error.message }, ...figures() }
  }
}

function openWorld(ground: Ground, { seed, number, grain }: ScheduleName): World {
  resetIds()
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  chooseWorkflow(drawTerms(random))
  return new World(ground, { random, start, stopsAtStatements: grain === 'statement' })
}

async function run(world: World, { number, grain }: ScheduleName): Promise<void> {
  const { random } = world
  const odds = chooseOdds(random)
  const moves = 20 + random.below(50)
  const isFine = grain === 'statement'
  // At statements a turn has many more stops than at transactions: it is taken further at a time. Who acts in bursts
  // leaves the others where they are for long, which is what uncovers a gap of a few statements.
  const goesOn = isFine ? random.pick([0.75, 0.85, 0.92, 0.96]) : 0.6
  const burst = isFine ? random.pick([0, 0.7, 0.9]) : 0
  const [first] = world.routers
  await world.act(first, 'takes over', () => first.takeOver())
  for (const ticketId of ticketIds.slice(0, random.pick([2, 4]))) {
    const entry = drawEntry(world)
    await world.call('enter', entry.kind, (context) => enterTask(world.ground, context, ticketId, entry))
  }
  await world.finishAll()
  for (let done = 0; done < moves;) {
    const ready = world.ready()
    if (ready.length > 0 && (ready.length > 5 || random.chance(goesOn))) {
      const last = ready.find((actor) => actor === world.last)
      await world.go(last !== undefined && random.chance(burst) ? last : random.pick(ready))
    } else {
      await move(world, odds)
      done += 1
    }
  }
  await settle(world, number % 4 === 2 ? longestGraceMs : 0)
  if (number % 4 === 0) await drain(world)
}
