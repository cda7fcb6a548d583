import { join } from 'node:path'
import { Client } from 'pg'
import { runChild } from '../machine/child.ts'
import { cpuMsOf } from '../machine/cpu-time.ts'
import { openDataFolder } from '../machine/leave-nothing.ts'
import { databaseOf, type ServerProcess, startServer } from '../machine/server-process.ts'
import { progress } from '../machine/progress.ts'
import { type BenchWorkspaces, createBenchWorkspaces } from './bench-workspace.ts'
import type { LoadJob, LoadReport } from './load-job.ts'
import { createNodeWriter } from './node-writer.ts'
import { createPgbench, findPgbench } from './pgbench.ts'
import { numberSequence, plainStatements } from './plain-statements.ts'
import { readRowsOfOneCreate } from './rows-of-one-create.ts'
import { type BareServer, startBareServer } from './start-bare-server.ts'

export const connections = 64
export const customers = 5_000

/** Everything the comparison needs, running on one PostgreSQL server. */
export interface Stage {
  readonly owner: Client
  readonly workspaces: BenchWorkspaces
  readonly plainName: string
  /** The same rows one ticket a transaction, with so many clients. */
  writePlain(clients: number, seconds: number): Promise<PlainRate>
  /** Creates through the product's API. */
  loadOurs(isKeyed: boolean, seconds: number): Promise<LoadReport & CpuShare>
  /** Single inserts through the bare server. */
  loadBare(seconds: number): Promise<LoadReport & CpuShare>
  close(): Promise<void>
}

export interface PlainRate {
  readonly perSecond: number
  /** Of PostgreSQL, a ticket; the writer's own comes on top. */
  readonly postgresCpuUs: number | null
}

/** CPU microseconds a request; null where the machine does not tell. */
export interface CpuShare {
  readonly serverCpuUs: number | null
  readonly postgresCpuUs: number | null
}

const loadProgram = join(import.meta.dirname, 'load.ts')

/** Starts the product, makes the customers known to it, and prepares the plain writers from what it wrote. */
export async function openStage(nodeArgs: readonly string[] = []): Promise<Stage> {
  const data = await openDataFolder()
  progress('starting the server')
  const server = await startServer({
    dataFolder: data.path,
    args: ['--roles', 'api', '--no-example', '--no-build-console'],
    nodeArgs,
  })
  const closing: (() => Promise<unknown>)[] = [() => data.remove(), () => server.stop()]
  const close = async () => {
    for (const step of closing.toReversed()) await step()
  }
  try {
    return { ...(await furnish(server, closing)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function furnish(server: ServerProcess, closing: (() => Promise<unknown>)[]): Promise<Omit<Stage, 'close'>> {
  const access = await databaseOf(server)
  const workspaces = await createBenchWorkspaces(access)
  const owner = new Client(access.ownerUrl)
  await owner.connect()
  closing.push(() => owner.end())
  const ours = { address: server.address, pid: server.pid, token: workspaces.token }
  progress('making customers and warming up')
  const everyCustomerOnce = Math.ceil(customers / connections)
  await load({ ...ours, isKeyed: true, seconds: 2, postgres: access.pid, warmUp: everyCustomerOnce })
  await copyCustomers(owner, workspaces.ours, workspaces.plain)
  await copyCustomers(owner, workspaces.ours, workspaces.bare)
  const rows = await readRowsOfOneCreate(owner, workspaces.ours)
  await owner.query(`create sequence ${numberSequence} start 1000000000`)
  const statements = plainStatements(rows, workspaces.plain)
  const options = { ownerUrl: access.ownerUrl, statements, customers }
  const program = findPgbench()
  const plainWriter = program === null ? createNodeWriter(options) : await createPgbench(program, options)
  closing.push(() => plainWriter.close())
  const bare = await startBareServer({
    databaseUrl: access.ownerUrl,
    workspaceId: workspaces.bare,
    ticket: rows.tickets[0] ?? [],
  })
  closing.push(() => bare.stop())
  return {
    owner,
    workspaces,
    plainName: plainWriter.name,
    writePlain: async (clients, seconds) => {
      const before = cpuMsOf(access.pid)
      const perSecond = await plainWriter.run(clients, seconds)
      return { perSecond, postgresCpuUs: usEach(before, cpuMsOf(access.pid), perSecond * seconds) }
    },
    loadOurs: (isKeyed, seconds) => load({ ...ours, isKeyed, seconds, postgres: access.pid }),
    loadBare: (seconds) => load({ ...targetOf(bare), isKeyed: false, seconds, postgres: access.pid }),
  }
}

function targetOf({ address, pid }: BareServer) {
  return { address, pid, token: 'none' }
}

interface LoadInput {
  readonly address: string
  readonly pid: number
  readonly postgres: number
  readonly token: string
  readonly isKeyed: boolean
  readonly seconds: number
  readonly warmUp?: number
}

async function load(input: LoadInput): Promise<LoadReport & CpuShare> {
  const { address, pid, token, isKeyed, seconds, postgres, warmUp = 30 } = input
  const job: LoadJob = {
    url: `${address}/v1/ticket/create`,
    token,
    seconds,
    connections,
    warmUp,
    isKeyed,
    customers,
  }
  const before = { server: cpuMsOf(pid), postgres: cpuMsOf(postgres) }
  const report = JSON.parse(await runChild(process.execPath, [loadProgram, JSON.stringify(job)])) as LoadReport
  const requests = report.answered + report.refused + job.warmUp * connections
  return {
    ...report,
    serverCpuUs: usEach(before.server, cpuMsOf(pid), requests),
    postgresCpuUs: usEach(before.postgres, cpuMsOf(postgres), requests),
  }
}

function usEach(fromMs: number | null, toMs: number | null, count: number): number | null {
  return fromMs === null || toMs === null ? null : Math.round(((toMs - fromMs) * 1000) / count)
}

/** The tickets of every side are of the same customers. */
async function copyCustomers(owner: Client, from: string, to: string): Promise<void> {
  const { rowCount } = await owner.query(
    `insert into customers (workspace_id, id, external_id)
     select $2, uuidv7(), external_id from customers where workspace_id = $1`,
    [from, to],
  )
  if (rowCount !== customers) throw new Error(`The warm-up made ${rowCount} customers and not ${customers}.`)
}
