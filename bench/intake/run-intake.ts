import type { Figure, Measurement } from '../figure.ts'
import { median } from '../machine/median.ts'
import { print, progress } from '../machine/progress.ts'
import type { LoadReport } from './load-job.ts'
import { weighTickets, writtenTables } from './rows-of-one-create.ts'
import { connections, type CpuShare, customers, openStage, type Stage } from './stage.ts'

/** Clients of the plain writer; the best of them counts. */
const plainClients = [1, 8, 32] as const

const rounds = 3

type Load = LoadReport & CpuShare

interface Round {
  readonly keyed: Load
  readonly unkeyed: Load
  readonly plain: Readonly<Record<(typeof plainClients)[number], number>>
  readonly bare: Load
}

/**
 * Figure P1: durable creates through the API beside pgbench writing the same rows one ticket a transaction, and beside
 * a bare server that inserts one row a request; in turns on one PostgreSQL server, medians of the rounds.
 */
export async function runIntake({ seconds }: { seconds: number }): Promise<Measurement> {
  const stage = await openStage()
  try {
    const measured: Round[] = []
    for (let round = 1; round <= rounds; round++) {
      measured.push(await runRound(stage, seconds, `round ${round} of ${rounds}`))
    }
    const weights = await weigh(stage)
    return {
      bench: 'intake',
      setup: [
        `${rounds} rounds in turns of ${seconds} s each; medians; ${connections} connections, closed loop, undici`,
        `POST /v1/ticket/create with callbackUrl, ${customers.toLocaleString('en')} customers; server with the role api (deliveries are written, not sent)`,
        `the same rows one ticket a transaction: ${stage.plainWriter.name}, ${plainClients.join(', ')} clients, as the owner (no row security)`,
        ...weights,
      ],
      figures: figuresOf(measured),
      detail: { rounds: measured },
    }
  } finally {
    await stage.close()
  }
}

async function runRound(stage: Stage, seconds: number, name: string): Promise<Round> {
  const step = <T>(what: string, work: () => Promise<T>) => {
    progress(`${name}: ${what}`)
    return work()
  }
  const keyed = await step('creates with an Idempotency-Key', () => stage.loadOurs(true, seconds))
  const plain = { 1: 0, 8: 0, 32: 0 }
  for (const clients of plainClients) {
    const what = `${stage.plainWriter.name}, ${clients} clients`
    plain[clients] = await step(what, () => stage.plainWriter.run(clients, seconds))
  }
  const bare = await step('bare server', () => stage.loadBare(seconds))
  const unkeyed = await step('creates without a key', () => stage.loadOurs(false, seconds))
  print(
    `${name}: ${keyed.perSecond}/s with key, ${unkeyed.perSecond}/s without; plain ${Object.values(plain).join(' ')}; bare ${bare.perSecond}`,
  )
  return { keyed, unkeyed, plain, bare }
}

function figuresOf(measured: readonly Round[]): Figure[] {
  const of = (pick: (round: Round) => number, digits = 0) => median(measured.map(pick), digits)
  const figure = (name: string, value: number, unit: string, goal: Figure['goal'] = null): Figure => ({
    name: `P1 ${name}`,
    value,
    unit,
    goal,
  })
  const cpu = (name: string, pick: (round: Round) => number | null) =>
    measured.some((round) => pick(round) === null)
      ? []
      : [
          figure(
            name,
            of((round) => pick(round) ?? 0),
            'us',
          ),
        ]
  const bestPlain = (round: Round) => Math.max(...Object.values(round.plain))
  return [
    figure(
      'ours / best plain writer',
      of((round) => round.keyed.perSecond / bestPlain(round), 2),
      'x',
      { atLeast: 4 },
    ),
    figure(
      'ours / bare server',
      of((round) => round.keyed.perSecond / round.bare.perSecond, 2),
      'x',
      { atLeast: 1.4 },
    ),
    figure(
      'p99',
      of((round) => round.keyed.p99Ms, 1),
      'ms',
      { atMost: 40 },
    ),
    figure(
      'creates',
      of((round) => round.keyed.perSecond),
      '/s',
    ),
    figure(
      'p50',
      of((round) => round.keyed.p50Ms, 1),
      'ms',
    ),
    figure(
      'p99.9',
      of((round) => round.keyed.p999Ms, 1),
      'ms',
    ),
    figure(
      'creates without a key',
      of((round) => round.unkeyed.perSecond),
      '/s',
    ),
    figure(
      'p99 without a key',
      of((round) => round.unkeyed.p99Ms, 1),
      'ms',
    ),
    ...plainClients.map((clients) =>
      figure(
        `plain writer, ${clients} clients`,
        of((round) => round.plain[clients]),
        '/s',
      ),
    ),
    figure(
      'bare server',
      of((round) => round.bare.perSecond),
      '/s',
    ),
    figure(
      'refused',
      of((round) => round.keyed.refused + round.unkeyed.refused),
      'requests',
      { atMost: 0 },
    ),
    ...cpu('server CPU a create', (round) => round.keyed.serverCpuUs),
    ...cpu('PostgreSQL CPU a create', (round) => round.keyed.postgresCpuUs),
    ...cpu('bare server CPU a request', (round) => round.bare.serverCpuUs),
    ...cpu('PostgreSQL CPU a bare request', (round) => round.bare.postgresCpuUs),
    figure(
      'load generator CPU a request',
      of((round) => round.keyed.clientCpuUs),
      'us',
    ),
  ]
}

/** Says in words how much each side writes for a ticket; the bare server's tickets have a row of their own and no more. */
async function weigh(stage: Stage): Promise<string[]> {
  const { owner, workspaces } = stage
  const [ours, plain] = await Promise.all([weighTickets(owner, workspaces.ours), weighTickets(owner, workspaces.plain)])
  const words = (side: typeof ours) =>
    writtenTables.map((table) => `${table} ${side[table].rows} x ${side[table].bytes} B`).join(', ')
  return [
    `rows a ticket, ours (about half without a key): ${words(ours)}`,
    `rows a ticket, plain writer and bare server together: ${words(plain)}`,
  ]
}
