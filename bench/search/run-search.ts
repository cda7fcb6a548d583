import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { openCore } from '../../server/start/open-core.ts'
import type { Figure, Measurement } from '../figure.ts'
import { type Call, callerOf } from '../machine/call-api.ts'
import { runChild } from '../machine/child.ts'
import { progress } from '../machine/progress.ts'
import { databaseOf, startServer } from '../machine/server-process.ts'
import { untilCalm } from '../machine/until-calm.ts'
import { inFolder, type Kept, withKeptServer } from '../machine/with-prepared-server.ts'
import { latenciesOf } from '../routing/latencies.ts'
import { furnishLibrary, renewDeadlines } from './furnish-library.ts'
import { type Question, questionsFor } from './questions.ts'

const main = join(import.meta.dirname, '..', '..', 'server', 'main.ts')
const plainArgs = ['--no-example', '--no-build-console']
/** Each kind is asked so often after each has been some times that do not count, in which code is compiled. */
const [asked, warmUp] = [400, 200]
const freshTickets = 30
const calmLimitMs = 900_000

interface Asked {
  readonly name: string
  readonly kind: Question['kind']
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  readonly found: number
}

/** Figure P6: lists, filters and full text over HTTP among so many tickets, and how soon a new one is found. */
export async function runSearch({ tickets, kept }: { tickets: number; kept: Kept }): Promise<Measurement | null> {
  const preparation = { prepare: (dataFolder: string) => prepare(dataFolder, tickets), args: plainArgs }
  return withKeptServer(preparation, inFolder(kept, 'search'), async (server, prepared) => {
    const call = callerOf(server.address, prepared.token)
    const { ownerUrl, pid } = await databaseOf(server)
    await renewDeadlines(ownerUrl)
    // After its start it reads the waiting tasks, and the reports' columns of 90 days.
    progress('search: until the server has nothing else to do')
    await untilCalm([server.pid, pid], calmLimitMs)
    const questions = questionsFor(tickets)
    progress('search: each kind some times that do not count')
    for (const { path } of questions) for (let turn = 0; turn < warmUp; turn++) await call(path(turn))
    const answers: Asked[] = []
    for (const question of questions) {
      progress(`search: ${question.name}`)
      answers.push(await ask(call, question))
    }
    progress('search: how soon a new ticket is found')
    const fresh = latenciesOf(await findFresh(call))
    return {
      bench: 'search',
      setup: [
        `${tickets} tickets of 90 days with 2 messages each on average, one in twenty open; one process with all roles`,
        `documents built in ${prepared.indexSeconds.toFixed(0)} s (${Math.round(tickets / prepared.indexSeconds)}/s); ${prepared.size}`,
        `each kind asked ${asked} times over HTTP after each was ${warmUp} times, one after another, 20 tickets a page; other words each time`,
      ],
      figures: figuresOf(answers, fresh),
      detail: { answers, fresh, indexSeconds: prepared.indexSeconds },
    }
  })
}

async function prepare(dataFolder: string, tickets: number) {
  const server = await startServer({ dataFolder, args: ['--roles', 'api', ...plainArgs] })
  const access = await databaseOf(server)
  const owner = new Client(access.ownerUrl)
  await owner.connect()
  try {
    const core = await openCore(access, { warn: () => {} })
    const { token } = await furnishLibrary(core, owner, tickets)
    await core.close()
    await owner.query('vacuum analyze')
    progress('search: building documents')
    const startedAt = performance.now()
    await runChild(process.execPath, [main, 'search', 'rebuild', '--workspace', 'library', '--data', dataFolder])
    const indexSeconds = (performance.now() - startedAt) / 1_000
    await owner.query('vacuum analyze')
    const { rows } = await owner.query<{ size: string }>(
      `select 'documents ' || pg_size_pretty(pg_total_relation_size('search_documents')) || ', of that index '
         || pg_size_pretty(pg_relation_size('search_documents_words')) || '; words '
         || (select count(*) from search_words) as size`,
    )
    return { token, indexSeconds, size: rows[0]?.size ?? '' }
  } finally {
    await owner.end()
    await server.stop()
  }
}

const countOf = ({ data, tickets }: Record<string, unknown>) => ((data ?? tickets) as unknown[]).length

async function ask(call: Call, question: Question): Promise<Asked> {
  const times: number[] = []
  let found = 0
  for (let turn = warmUp; turn < warmUp + (question.kind === 'counts' ? 20 : asked); turn++) {
    // A count is shared for a second: each is to be a new one.
    if (question.kind === 'counts') await pause(1_010)
    const startedAt = performance.now()
    const answer = await call(question.path(turn))
    times.push(performance.now() - startedAt)
    found += countOf(answer)
  }
  if (found === 0 && question.mustFind !== false) throw new Error(`"${question.name}" found nothing.`)
  const { p50Ms, p99Ms, maxMs } = latenciesOf(times)
  return { name: question.name, kind: question.kind, p50Ms, p99Ms, maxMs, found: Math.round(found / times.length) }
}

/** From the answer to a new ticket until its word finds it. */
async function findFresh(call: Call): Promise<number[]> {
  const times: number[] = []
  const run = Date.now().toString(36)
  for (let turn = 0; turn < freshTickets; turn++) {
    const word = `fresh${turn}quokka${run}`
    await call('/v1/tickets', { customerId: 'fresh', channel: 'email', issueSummary: `A ${word}`, language: 'en' })
    const startedAt = performance.now()
    while (countOf(await call(`/v1/tickets?q=${word}`)) === 0) {
      if (performance.now() - startedAt > 30_000) throw new Error(`${word} is not found after 30 s.`)
      await pause(5)
    }
    times.push(performance.now() - startedAt)
  }
  return times
}

function figuresOf(answers: readonly Asked[], fresh: { p50Ms: number; p99Ms: number }): Figure[] {
  const figure = (name: string, value: number, goal: Figure['goal']): Figure => {
    return { name: `P6 ${name}`, value, unit: 'ms', goal }
  }
  const goals = { list: { atMost: 15 }, text: { atMost: 60 }, counts: null } as const
  return [
    ...answers.flatMap(({ name, kind, p50Ms, p99Ms }) => [
      figure(`p50 ${name}`, p50Ms, null),
      figure(`p99 ${name}`, p99Ms, goals[kind]),
    ]),
    figure('p50 until a new ticket is found by a word', fresh.p50Ms, null),
    figure('p99 until a new ticket is found by a word', fresh.p99Ms, { atMost: 1_000 }),
  ]
}
