import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { bugs } from './explorer/bugs/bugs.ts'
import { compareGrounds } from './explorer/compare-grounds.ts'
import { addCounts, type MoveCount, type MoveCounts } from './explorer/counts.ts'
import { onOwnPostgres } from './own-postgres.ts'
import { invariants } from './explorer/oracle/invariants.ts'
import { inProcesses } from './explorer/processes.ts'
import type { Break, Task } from './explorer/worker.ts'

const usage = `node test/chaos/schedules.ts [--schedules 1000000] [--seed 1] [--from 0]
                                                                explore schedules of routing and handling
node test/chaos/schedules.ts --seed 1 --schedule 17             play one again and tell what happens in it
node test/chaos/schedules.ts --bugs [--schedules 1000]          plant each known bug and find it
node test/chaos/schedules.ts --postgres [--schedules 20000]     play on PostgreSQL too and compare what is left behind

--from goes on with a run that was ended: its last line said from where.
Ends with 1 when a schedule breaks a promise, a bug is not found, the grounds differ, or less was played than asked for.`

export interface Exploration {
  readonly seed: number
  /** The first schedule that was played. */
  readonly from: number
  readonly schedules: number
  readonly seconds: number
  /** Processor time of all processes together. */
  readonly cpuSeconds: number
  readonly steps: number
  readonly commits: number
  readonly offers: number
  /** By schedule, so that a shallow run cannot hide. */
  readonly mean: { readonly steps: number; readonly commits: number; readonly offers: number; readonly moves: number }
  /** How often each kind of move was begun, did what it was to do, or was refused. */
  readonly moves: Readonly<Record<string, MoveCount>>
  /** The first schedules that broke a promise. */
  readonly breaks: readonly Break[]
  readonly invariants: Readonly<Record<string, string>>
}

/** Schedules that a process plays before it asks for more. */
const blockSize = 250
const mostBreaks = 20

/** Plays so many schedules of a seed in all processes. */
export async function explore(run: {
  readonly schedules: number
  readonly seed: number
  readonly processes: number
  readonly from?: number
  readonly tell?: (line: string) => void
}): Promise<Exploration> {
  const { seed, from = 0 } = run
  const end = from + run.schedules
  const startedAt = performance.now()
  const sums = { schedules: 0, steps: 0, commits: 0, offers: 0, cpuMs: 0 }
  const moves: MoveCounts = new Map()
  const breaks: Break[] = []
  const beingPlayed = new Set<number>()
  let given = from
  let toldAt = startedAt
  const seconds = () => round((performance.now() - startedAt) / 1000)
  const next = (): Task | null => {
    if (given >= end || breaks.length >= mostBreaks) return null
    const first = given
    given = Math.min(end, given + blockSize)
    beingPlayed.add(first)
    return { kind: 'play', seed, from: first, to: given }
  }
  await inProcesses({
    count: run.processes,
    place: { kind: 'memory' },
    next,
    onFound: (found, task) => {
      if (task.kind === 'play') beingPlayed.delete(task.from)
      for (const name of ['schedules', 'steps', 'commits', 'offers', 'cpuMs'] as const) sums[name] += found[name]
      addCounts(moves, found.moves)
      breaks.push(...found.breaks)
      for (const { number, detail } of found.breaks)
        run.tell?.(`--seed ${seed} --schedule ${number}: ${detail.slice(0, 200)}`)
      if (performance.now() - toldAt < 10_000) return
      toldAt = performance.now()
      const rate = Math.round(sums.schedules / seconds())
      const behind = `${sums.schedules} of ${run.schedules} schedules, ${breaks.length} broken, ${seconds()} s, ${rate}/s`
      run.tell?.(`${behind}; --from ${Math.min(given, ...beingPlayed)} goes on from here`)
    },
  })
  const each = (sum: number) => round(sum / Math.max(1, sums.schedules))
  const { schedules, cpuMs, ...depth } = sums
  const begun = [...moves.values()].reduce((sum, count) => sum + count.begun, 0)
  return {
    seed,
    from,
    schedules,
    seconds: seconds(),
    cpuSeconds: round(cpuMs / 1_000),
    ...depth,
    mean: { steps: each(sums.steps), commits: each(sums.commits), offers: each(sums.offers), moves: each(begun) },
    moves: Object.fromEntries([...moves].toSorted(([, one], [, other]) => other.begun - one.begun)),
    breaks: breaks.slice(0, mostBreaks),
    invariants,
  }
}

const round = (figure: number): number => Math.round(figure * 10) / 10

export interface Hunt {
  readonly bug: string
  /** Schedules played until it was found; null = it was not. */
  readonly foundAfter: number | null
  readonly rule: string
}

/** Plants every known bug in turn and plays until a schedule finds it, at most so many. */
export async function huntBugs(run: { schedules: number; seed: number; processes: number }): Promise<Hunt[]> {
  const hunts: Hunt[] = []
  const names = bugs.map(({ name }) => name)
  const left = [...names]
  await inProcesses({
    count: run.processes,
    place: { kind: 'memory' },
    next: () => {
      const bug = left.shift()
      return bug === undefined ? null : { kind: 'hunt', bug, seed: run.seed, limit: run.schedules }
    },
    onFound: ({ schedules, breaks: [first] }, task) => {
      const bug = task.kind === 'hunt' ? task.bug : ''
      hunts.push({ bug, foundAfter: first === undefined ? null : schedules, rule: first?.rule ?? '' })
    },
  })
  return hunts.toSorted((one, other) => names.indexOf(one.bug) - names.indexOf(other.bug))
}

/** Plays one schedule again: what happened in it, and what it broke. */
async function playAgain(seed: number, number: number): Promise<Break | null> {
  let played: Break | null = null
  const tasks: Task[] = [{ kind: 'play', seed, from: number, to: number + 1, isTold: true }]
  await inProcesses({
    count: 1,
    place: { kind: 'memory' },
    next: () => tasks.shift() ?? null,
    onFound: ({ breaks }) => (played = breaks[0] ?? null),
  })
  return played
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const print = (report: unknown) => process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)

const lineOf = ({ begun, done, refused }: MoveCount): string => `${begun} begun, ${done} done, ${refused} refused`

/** Counts in a line each. */
const forPrint = (report: Exploration) => ({
  ...report,
  moves: Object.fromEntries(Object.entries(report.moves).map(([kind, count]) => [kind, lineOf(count)])),
})

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      schedules: { type: 'string' },
      seed: { type: 'string', default: '1' },
      schedule: { type: 'string' },
      from: { type: 'string', default: '0' },
      processes: { type: 'string', default: String(availableParallelism()) },
      bugs: { type: 'boolean', default: false },
      postgres: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [seed, processes] = [Number(values.seed), Number(values.processes)]
  const schedules = (otherwise: number) => Number(values.schedules ?? otherwise)
  if (values.help) {
    say(usage)
    return true
  }
  if (values.schedule !== undefined) {
    const played = await playAgain(seed, Number(values.schedule))
    print(played)
    return played?.rule === 'none'
  }
  if (values.bugs) {
    const hunts = await huntBugs({ schedules: schedules(1_000), seed, processes })
    print({ seed, bugs: hunts.length, hunts })
    return hunts.every(({ foundAfter }) => foundAfter !== null)
  }
  if (values.postgres) {
    const run = { schedules: schedules(20_000), seed, processes: 2 * processes, tell: say }
    const report = await onOwnPostgres(({ ownerUrl, appUrl }) => compareGrounds({ ...run, ownerUrl, appUrl }))
    print(report)
    return report.differences.length === 0 && report.schedules === run.schedules
  }
  const report = await explore({
    schedules: schedules(1_000_000),
    seed,
    processes,
    from: Number(values.from),
    tell: say,
  })
  print(forPrint(report))
  return report.breaks.length === 0 && report.schedules === schedules(1_000_000)
}

if (import.meta.main) process.exit((await main()) ? 0 : 1)
