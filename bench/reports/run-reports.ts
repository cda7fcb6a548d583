import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import type { Figure, Measurement } from '../figure.ts'
import { type Call, callerOf, untilTaken } from '../machine/call-api.ts'
import { runChild } from '../machine/child.ts'
import { progress } from '../machine/progress.ts'
import { databaseOf, type ServerProcess, startServer } from '../machine/server-process.ts'
import { inFolder, type Kept, withKeptServer } from '../machine/with-prepared-server.ts'
import { latenciesOf } from '../routing/latencies.ts'
import { requireExact, type Span } from './require-exact.ts'

const root = join(import.meta.dirname, '..', '..')
const main = join(root, 'server', 'main.ts')
const workflow = join(root, 'workflows', 'operations-review.yaml')
const plainArgs = ['--no-example', '--no-build-console', '--roles', 'api']
const place = ['--workspace', 'reports']
const days = 90
/** Each kind is asked so often after a few times that do not count. */
const [asked, warmUp] = [30, 2]
const dayMs = 86_400_000
/** In a row, a second apart. */
const mostRefused = 60
const mostWarmSeconds = 1_200

interface Question {
  readonly name: string
  readonly path: string
  readonly goal: Figure['goal']
}

const withinGoal = { atMost: 300 } as const
const questions: readonly Question[] = [
  { name: 'qa report', path: '/v1/qa/report', goal: withinGoal },
  { name: 'qa report by queue', path: '/v1/qa/report?groupBy=queue', goal: withinGoal },
  { name: 'qa report by agent', path: '/v1/qa/report?groupBy=agent', goal: withinGoal },
  { name: 'qa report of a queue', path: '/v1/qa/report?queue=payments', goal: withinGoal },
  { name: 'overview', path: '/v1/reports/overview', goal: withinGoal },
  { name: 'sla report', path: '/v1/reports/sla', goal: withinGoal },
  { name: 'recurring issues', path: '/v1/reports/recurring', goal: null },
]

/** Figure P7: reports of 90 days over HTTP among so many tickets, each held against a recount. */
export async function runReports({ tickets, kept }: { tickets: number; kept: Kept }): Promise<Measurement | null> {
  const preparation = { prepare: (dataFolder: string) => prepare(dataFolder, tickets), args: plainArgs }
  return withKeptServer(preparation, inFolder(kept, 'reports'), async (server, prepared) => {
    const call = callerOf(server.address, prepared.token)
    const now = Date.now()
    const span = { from: now - days * dayMs, to: now }
    const warmSeconds = await untilWarm(server)
    progress('reports: the first after a start')
    const [firstMs = Number.NaN] = await ask(call, questions[0] as Question, { span, times: 1 })
    const patient: Call = (path, body) => untilTaken(() => call(path, body), mostRefused)
    const freshMs = await holdAgainstRecount(patient, await databaseOf(server), span)
    const answers: { question: Question; times: number[] }[] = []
    for (const question of questions) {
      progress(`reports: ${question.name}`)
      const times = await ask(call, question, { span, times: warmUp + asked })
      answers.push({ question, times: times.slice(warmUp) })
    }
    return {
      bench: 'reports',
      setup: [
        `${tickets} tickets of ${days} days by switchyard seed in ${prepared.seedSeconds.toFixed(0)} s; ${prepared.size}`,
        `each kind asked ${asked} times over HTTP after ${warmUp}, one after another; one process with the role api`,
        'every figure of the quality report, the overview and the SLA report as a recount by other SQL has it, before and after 100 changes',
      ],
      figures: [
        ...answers.flatMap(({ question, times }) => figuresOf(question, latenciesOf(times))),
        { name: 'P7 tickets read after a start', value: Math.round(warmSeconds), unit: 's', goal: null },
        { name: 'P7 first report after that', value: Math.round(firstMs), unit: 'ms', goal: null },
        { name: 'P7 report after 100 changes', value: Math.round(freshMs), unit: 'ms', goal: withinGoal },
        {
          name: 'seeded tickets',
          value: Math.round(tickets / prepared.seedSeconds),
          unit: '/s',
          goal: { atLeast: 3_000 },
        },
      ],
      detail: { answers: answers.map(({ question, times }) => ({ name: question.name, ...latenciesOf(times) })) },
    }
  })
}

async function prepare(dataFolder: string, tickets: number) {
  const server = await startServer({ dataFolder, args: plainArgs })
  const access = await databaseOf(server)
  const owner = new Client(access.ownerUrl)
  await owner.connect()
  try {
    const switchyard = (...args: string[]) => runChild(process.execPath, [main, ...args, '--data', dataFolder])
    await switchyard('workspace', 'create', 'reports', '--from', workflow)
    progress(`reports: seeding ${tickets} tickets`)
    const startedAt = performance.now()
    await switchyard('seed', ...place, '--tickets', String(tickets), '--agents', '500', '--days', String(days))
    const seedSeconds = (performance.now() - startedAt) / 1_000
    const made = await switchyard('token', 'create', ...place, '--name', 'bench', '--role', 'admin', '--json')
    const { token } = JSON.parse(made) as { token: string }
    await owner.query('vacuum analyze')
    const { rows } = await owner.query<{ size: string; tickets: number }>(
      `select 'database ' || pg_size_pretty(pg_database_size(current_database())) as size,
         (select count(*)::int from tickets) as tickets`,
    )
    if (rows[0]?.tickets !== tickets) throw new Error(`${rows[0]?.tickets} tickets were seeded and not ${tickets}.`)
    return { token, seedSeconds, size: rows[0].size }
  } finally {
    await owner.end()
    await server.stop()
  }
}

/** Seconds from the start until the log says that all tickets which reports add up have been read. */
async function untilWarm({ dataFolder, startedAt }: ServerProcess): Promise<number> {
  progress('reports: until their tickets have been read after the start')
  const isOwn = (line: string) => line.includes('"event":"reports.warmed"') && timeOf(line) >= startedAt
  const timeOf = (line: string) => Date.parse((JSON.parse(line) as { time: string }).time)
  for (let turn = 0; turn < mostWarmSeconds; turn++) {
    const warm = (await readFile(`${dataFolder}.log`, 'utf8')).split('\n').findLast(isOwn)
    if (warm !== undefined) return (timeOf(warm) - startedAt) / 1_000
    await pause(1_000)
  }
  throw new Error(`The tickets were not read within ${mostWarmSeconds} s.`)
}

/** How long each answer took, in ms. */
async function ask(call: Call, question: Question, { span, times }: { span: Span; times: number }): Promise<number[]> {
  const range = `from=${new Date(span.from).toISOString()}&to=${new Date(span.to).toISOString()}`
  const path = `${question.path}${question.path.includes('?') ? '&' : '?'}${range}`
  const took: number[] = []
  while (took.length < times) {
    let startedAt = 0
    await untilTaken(() => {
      startedAt = performance.now()
      return call(path)
    }, mostRefused)
    took.push(performance.now() - startedAt)
    await pause(300)
  }
  return took
}

/** Throws where a report and a recount differ; gives how long the report took that had to take in 100 changes. */
async function holdAgainstRecount(call: Call, { ownerUrl }: { ownerUrl: string }, span: Span): Promise<number> {
  const owner = new Client(ownerUrl)
  await owner.connect()
  try {
    progress('reports: recount')
    await requireExact(call, owner, span)
    for (let turn = 0; turn < 100; turn++) {
      await call('/v1/tickets', {
        customerId: 'fresh',
        channel: 'email',
        issueSummary: `Fresh ${turn}`,
        language: 'en',
      })
    }
    const wider = { from: span.from, to: Date.now() + 1_000 }
    await pause(1_000)
    const [tookMs = Number.NaN] = await ask(call, questions[0] as Question, { span: wider, times: 1 })
    progress('reports: recount after changes')
    await requireExact(call, owner, wider)
    return tookMs
  } finally {
    await owner.end()
  }
}

function figuresOf({ name, goal }: Question, { p50Ms, p99Ms }: { p50Ms: number; p99Ms: number }): Figure[] {
  return [
    { name: `P7 p50 ${name}`, value: p50Ms, unit: 'ms', goal: null },
    { name: `P7 p99 ${name}`, value: p99Ms, unit: 'ms', goal },
  ]
}
