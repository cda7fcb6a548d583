import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { bugs } from './explorer/bugs/bugs.ts'
import { compareGrounds } from './explorer/compare-grounds.ts'
import { onOwnPostgres } from './own-postgres.ts'
import { invariants } from './explorer/oracle.ts'
import { inThreads } from './explorer/threads.ts'
import type { Break, Task } from './explorer/worker.ts'

const usage = `node test/chaos/schedules.ts [--schedules 1000000] [--seed 1]   explore schedules of routing and handling
node test/chaos/schedules.ts --seed 1 --schedule 17             play one again and tell what happens in it
node test/chaos/schedules.ts --bugs [--schedules 1000]          plant each known bug and find it
node test/chaos/schedules.ts --postgres [--schedules 20000]     play on PostgreSQL too and compare what is left behind

Ends with 1 when a schedule breaks a promise, a bug is not found, the grounds differ, or less was played than asked for.`

export interface Exploration {
  readonly seed: number
  readonly schedules: number
  readonly steps: number
  readonly commits: number
  readonly offers: number
  readonly seconds: number
  /** The first schedules that broke a promise. */
  readonly breaks: readonly Break[]
  readonly invariants: Readonly<Record<string, string>>
}

/** Schedules that a thread plays before it asks for more. */
const blockSize = 250
const mostBreaks = 20

/** Plays so many schedules of a seed in all threads. */
export async function explore(run: {
  readonly schedules: number
  readonly seed: number
  readonly threads: number
  readonly tell?: (line: string) => void
}): Promise<Exploration> {
  const startedAt = performance.now()
  const sums = { schedules: 0, steps: 0, commits: 0, offers: 0 }
  const breaks: Break[] = []
  let given = 0
  let toldAt = startedAt
  const seconds = () => Math.round((performance.now() - startedAt) / 100) / 10
  const next = (): Task | null => {
    if (given >= run.schedules || breaks.length >= mostBreaks) return null
    const from = given
    given = Math.min(run.schedules, given + blockSize)
    return { kind: 'play', seed: run.seed, from, to: given }
  }
  await inThreads({
    count: run.threads,
    place: { kind: 'memory' },
    next,
    onFound: (found) => {
      for (const name of ['schedules', 'steps', 'commits', 'offers'] as const) sums[name] += found[name]
      breaks.push(...found.breaks)
      if (performance.now() - toldAt < 10_000) return
      toldAt = performance.now()
      run.tell?.(`${sums.schedules} of ${run.schedules} schedules, ${breaks.length} broken, ${seconds()} s`)
    },
  })
  return { seed: run.seed, ...sums, seconds: seconds(), breaks: breaks.slice(0, mostBreaks), invariants }
}

export interface Hunt {
  readonly bug: string
  /** Schedules played until it was found; null = it was not. */
  readonly foundAfter: number | null
  readonly rule: string
}

/** Plants every known bug in turn and plays until a schedule finds it, at most so many. */
export async function huntBugs(run: { schedules: number; seed: number; threads: number }): Promise<Hunt[]> {
  const hunts: Hunt[] = []
  const names = bugs.map(({ name }) => name)
  const left = [...names]
  await inThreads({
    count: run.threads,
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
  await inThreads({
    count: 1,
    place: { kind: 'memory' },
    next: () => tasks.shift() ?? null,
    onFound: ({ breaks }) => (played = breaks[0] ?? null),
  })
  return played
}

const say = (line: string) => process.stderr.write(`${line}\n`)
const print = (report: unknown) => process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      schedules: { type: 'string' },
      seed: { type: 'string', default: '1' },
      schedule: { type: 'string' },
      threads: { type: 'string', default: String(availableParallelism()) },
      bugs: { type: 'boolean', default: false },
      postgres: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [seed, threads] = [Number(values.seed), Number(values.threads)]
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
    const hunts = await huntBugs({ schedules: schedules(1_000), seed, threads })
    print({ seed, bugs: hunts.length, hunts })
    return hunts.every(({ foundAfter }) => foundAfter !== null)
  }
  if (values.postgres) {
    const run = { schedules: schedules(20_000), seed, threads: 2 * threads, tell: say }
    const report = await onOwnPostgres(({ ownerUrl, appUrl }) => compareGrounds({ ...run, ownerUrl, appUrl }))
    print(report)
    return report.differences.length === 0 && report.schedules === run.schedules
  }
  const report = await explore({ schedules: schedules(1_000_000), seed, threads, tell: say })
  print(report)
  return report.breaks.length === 0 && report.schedules === schedules(1_000_000)
}

if (import.meta.main) process.exit((await main()) ? 0 : 1)
