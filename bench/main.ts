import { parseArgs } from 'node:util'
import { runChat, statedTalk } from './chat/run-chat.ts'
import { runConsole } from './console/run-console.ts'
import { runDeliveries } from './deliveries/run-deliveries.ts'
import type { Measurement } from './figure.ts'
import { runIntake } from './intake/run-intake.ts'
import { runHandoff } from './handoff/run-handoff.ts'
import { readConditions } from './machine/conditions.ts'
import { withoutLeavings } from './machine/leave-nothing.ts'
import type { Kept } from './machine/with-prepared-server.ts'
import { print } from './machine/progress.ts'
import { describeFigures, readBaseline, writeLatest } from './results.ts'
import { runReports } from './reports/run-reports.ts'
import { runEngine } from './run-engine.ts'
import { runRouting } from './routing/run-routing.ts'
import { runSearch } from './search/run-search.ts'
import { runStart } from './start/run-start.ts'

const usage = `npm run bench -- [intake | engine | routing | chat | deliveries | handoff | search | reports | start | console]
                     [--seconds 5] [--tickets 1000000] [--chats 2000] [--rate 5000] [--with-install] [--compare]
                     [--keep FOLDER [--only-prepare]]

  intake   durable creates beside pgbench and a bare server (P1); --seconds is the length of each step
  engine   decisions of the routing engine (P2)
  routing  event in to offer, commit and socket (P3); --compare runs graphile-worker's no-op jobs on the same database
  chat     messages of --chats chats, --rate a second, to the acknowledgement and the other side's socket (P4);
           --compare lets Prosody, where it is installed, carry the same
  deliveries  endpoints told by webhooks: how fast, how soon, beside one that hangs (P5)
  handoff  guests' requests to the subscriber of each of 1,000 stores: how fast, how soon, beside one that hangs
  search   lists, filters and full text among --tickets tickets, and how soon a new one is found (P6)
  reports  reports of 90 days among --tickets tickets of switchyard seed (P7)
           search and reports prepare their tickets in --keep FOLDER and find them there the next time; --only-prepare
           leaves the measuring to that next time
  start    first and later start until ready (P9); --with-install adds npm ci
  console  the first list and a ticket in a browser among 10,000 tickets (P10)

Every one of them when none is named. Writes bench/results/latest.json and compares with bench/results/baseline.json.`

interface Wish {
  readonly seconds: number
  readonly tickets: number
  readonly chats: number
  readonly rate: number
  readonly withInstall: boolean
  readonly compare: boolean
  readonly kept: Kept
}

const benches: Readonly<Record<string, (wish: Wish) => Promise<Measurement | null>>> = {
  intake: runIntake,
  engine: runEngine,
  routing: runRouting,
  chat: runChat,
  deliveries: runDeliveries,
  handoff: runHandoff,
  search: runSearch,
  reports: runReports,
  start: runStart,
  console: runConsole,
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '5' },
      tickets: { type: 'string', default: '1000000' },
      chats: { type: 'string', default: String(statedTalk.chats) },
      rate: { type: 'string', default: String(statedTalk.rate) },
      'with-install': { type: 'boolean', default: false },
      compare: { type: 'boolean', default: false },
      keep: { type: 'string' },
      'only-prepare': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const seconds = Number(values.seconds)
  const tickets = Number(values.tickets)
  const [chats, rate] = [Number(values.chats), Number(values.rate)]
  const names = positionals.length === 0 ? Object.keys(benches) : positionals
  if (
    values.help ||
    !(seconds > 0) ||
    !(tickets >= 1_000) ||
    !(chats >= 1 && rate >= 1) ||
    (values['only-prepare'] && values.keep === undefined) ||
    names.some((name) => benches[name] === undefined)
  ) {
    print(usage)
    return values.help ? 0 : 1
  }
  const conditions = await readConditions()
  for (const [name, value] of Object.entries(conditions)) print(`${name.padEnd(12)}${String(value)}`)
  const baseline = await readBaseline()
  const measurements: Measurement[] = []
  for (const name of names) {
    const measurement = await benches[name]?.({
      seconds,
      tickets,
      chats,
      rate,
      withInstall: values['with-install'],
      compare: values.compare,
      kept: { folder: values.keep ?? null, onlyPrepare: values['only-prepare'] },
    })
    if (!measurement) continue
    measurements.push(measurement)
    print(`\n${name}`)
    for (const line of [...measurement.setup, ...describeFigures(measurement.figures, baseline)]) print(`  ${line}`)
  }
  const file = await writeLatest({ conditions, measurements })
  print(`\nwritten to ${file}`)
  return 0
}

process.exit(await withoutLeavings(main))
