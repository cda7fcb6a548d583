import type { Measurement } from '../figure.ts'
import { print, progress } from '../machine/progress.ts'
import { intakeFigures, plainClients, type Round } from './intake-figures.ts'
import { weighTickets, writtenTables } from './rows-of-one-create.ts'
import { connections, customers, openStage, type PlainRate, type Stage } from './stage.ts'

const rounds = 3

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
        `the same rows one ticket a transaction: ${stage.plainName}, ${plainClients.join(', ')} clients, as the owner (no row security)`,
        ...weights,
      ],
      figures: intakeFigures(measured),
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
  const nothing: PlainRate = { perSecond: 0, postgresCpuUs: null }
  const plain = { 1: nothing, 8: nothing, 32: nothing }
  for (const clients of plainClients) {
    const what = `${stage.plainName}, ${clients} clients`
    plain[clients] = await step(what, () => stage.writePlain(clients, seconds))
  }
  const bare = await step('bare server', () => stage.loadBare(seconds))
  const unkeyed = await step('creates without a key', () => stage.loadOurs(false, seconds))
  print(
    `${name}: ${keyed.perSecond}/s with key, ${unkeyed.perSecond}/s without; plain ${plainClients.map((clients) => plain[clients].perSecond).join(' ')}; bare ${bare.perSecond}`,
  )
  return { keyed, unkeyed, plain, bare }
}

/** Says in words how much either side writes for a ticket; the bare server writes its row and no more. */
async function weigh(stage: Stage): Promise<string[]> {
  const { owner, workspaces } = stage
  const ours = await weighTickets(owner, workspaces.ours)
  const plain = await weighTickets(owner, workspaces.plain)
  const words = (side: typeof ours) =>
    writtenTables.map((table) => `${table} ${side[table].rows} x ${side[table].bytes} B`).join(', ')
  return [
    `rows a ticket, ours (about half without a key): ${words(ours)}`,
    `rows a ticket, plain writer: ${words(plain)}`,
  ]
}
