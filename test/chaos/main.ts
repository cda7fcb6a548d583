import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const usage = `npm run chaos -- [engine | schedules | bugs | postgres | race | pair | storm | fuzz | webhooks | timers | erasure |
                     tampering | surfaces-fuzz | chat-kills | chat-storm | chat-fuzz] [--seed 1]

  engine      the routing engine in 1,000,000 random states against a full sort, in 100,000 against the slow evaluator
  schedules   1,000,000 schedules of routing and handling in memory, cut between any two statements
  bugs        every planted bug found by them
  postgres    20,000 schedules on PostgreSQL, leaving the same behind as in memory
  race        10,000 offers, each accepted by 64 callers at once
  pair        20 kills of the active one of two routers; offers flow again within 5 s
  storm       20,000 creates under 200 kills of Node, PostgreSQL and both
  fuzz        1,000,000 requests that no client of good will would send
  surfaces-fuzz  100,000 requests to what partners and shops build against: hand-off and support of orders
  webhooks    1,000 deliveries a second, 100 rotations, 100,000 that waited, 10 kills, beside endpoints that hang and flood
  timers      100,000 pending timers and the clocks of 2,000 tickets under 4 kills of those who fire them
  erasure     a customer with 1,000 messages and 50 files on 500 tickets among 5,000 of others is erased within 60 s
  tampering   1,000 changes to the sealed log, each found by its first row; 1,000,000 rows checked within 60 s
  chat-kills  20,000 messages in 100 chats under 20 kills of Node, or of Node and PostgreSQL
  chat-storm  10,000 idle sockets of 1,000 chats: what they cost, and all back within 30 s of a kill
  chat-fuzz   1,000,000 frames that no page would send to sockets of chats and of desks

Every one of them when none is named. Each prints its seed, its counts and what it holds to, and fails when it did less
than it says here.`

interface Harness {
  readonly file: string
  readonly args: readonly string[]
  /** What it holds to, where its own report does not say so. */
  readonly holds: string
}

const harnesses: Readonly<Record<string, Harness>> = {
  engine: {
    file: 'engine.ts',
    args: ['--sorted', '1000000', '--evaluated', '100000'],
    holds: 'the same choices, and the same reasons against everybody',
  },
  schedules: { file: 'schedules.ts', args: ['--schedules', '1000000'], holds: 'the invariants named in its report' },
  bugs: { file: 'schedules.ts', args: ['--bugs', '--schedules', '10000'], holds: 'each planted bug is found' },
  postgres: {
    file: 'schedules.ts',
    args: ['--postgres', '--schedules', '20000'],
    holds: 'the same rows, events and answers on both grounds',
  },
  race: {
    file: 'offer-race.ts',
    args: ['--rounds', '10000'],
    holds: 'an offer ends once; every caller is told how; the invariants of `doctor`',
  },
  pair: {
    file: 'router-pair.ts',
    args: ['--kills', '20', '--tickets', '50'],
    holds:
      'all work is accepted and completed once, what was offered or waited at a kill too; offers within 5 s of it; one takeover a kill',
  },
  storm: {
    file: 'kill-storm.ts',
    args: ['--creates', '20000', '--kills', '200'],
    holds: 'what was answered is there once, whole, and the same when asked again; the invariants of `doctor`',
  },
  webhooks: {
    file: 'webhooks.ts',
    args: [],
    holds: 'the promises of reliability W1 to W5, named where one is broken',
  },
  timers: {
    file: 'timers.ts',
    args: ['--timers', '100000', '--seconds', '240', '--tickets', '2000', '--kills', '4'],
    holds: 'each fires once, none early, 99 of 100 within 1 s',
  },
  fuzz: { file: 'fuzz.ts', args: ['--requests', '1000000'], holds: 'no fault of ours, no answer against the document' },
  'surfaces-fuzz': {
    file: 'surfaces-fuzz.ts',
    args: ['--requests', '100000'],
    holds: 'no fault of ours, no answer against the document, every operation done',
  },
  erasure: {
    file: 'erasure.ts',
    args: ['--messages', '1000', '--files', '50', '--tickets', '500', '--others', '5000'],
    holds: 'none of its words in tables, dump, files and logs; within 60 s; nobody else touched; again after a restore',
  },
  tampering: {
    file: 'audit-tampering.ts',
    args: ['--tamperings', '1000', '--rows', '2000', '--long-rows', '1000000'],
    holds: 'both verifiers name the first bad row of each, find nothing where nothing was done; within 60 s (A1)',
  },
  'chat-kills': {
    file: 'chats/chat-storm.ts',
    args: ['--chats', '100', '--sockets', '4', '--kills', '20', '--messages', '20000'],
    holds: 'what was acknowledged is stored once; every page has heard every message once, in order',
  },
  'chat-storm': {
    file: 'chats/chat-storm.ts',
    args: ['--chats', '1000', '--sockets', '10', '--kills', '1', '--messages', '5000', '--idle', '60', '--idle-goals'],
    holds: 'at most 150 MiB and 5 % of a core while idle; all back within 30 s; no message lost or doubled',
  },
  'chat-fuzz': {
    file: 'chats/chat-fuzz.ts',
    args: ['--frames', '1000000'],
    holds: 'answers of the closed list only; another chat hears nothing; the service goes on',
  },
}

/** Harnesses that take no seed: what they do has no chance in it. */
const seedless = new Set(['pair', 'webhooks', 'timers', 'erasure', 'chat-kills', 'chat-storm'])

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, help: { type: 'boolean', default: false } },
  })
  const names = positionals.length === 0 ? Object.keys(harnesses) : positionals
  if (values.help || names.some((name) => harnesses[name] === undefined)) {
    console.log(usage)
    return values.help ? 0 : 1
  }
  const failed: string[] = []
  for (const name of names) {
    const harness = harnesses[name]
    if (harness === undefined) continue
    const args = [...harness.args, ...(seedless.has(name) ? [] : ['--seed', values.seed])]
    console.log(`\n${name}: node test/chaos/${harness.file} ${args.join(' ')}\nholds: ${harness.holds}`)
    const startedAt = performance.now()
    const code = await run(harness.file, args)
    console.log(
      `${name} ${code === 0 ? 'held' : 'FAILED'} after ${Math.round((performance.now() - startedAt) / 1000)} s`,
    )
    if (code !== 0) failed.push(name)
  }
  console.log(failed.length === 0 ? '\nEverything held.' : `\nFailed: ${failed.join(', ')}.`)
  return failed.length === 0 ? 0 : 1
}

function run(file: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], { stdio: 'inherit' })
  return new Promise((resolve) => {
    child.on('error', () => resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
}

process.exit(await main())
