import { Client } from 'pg'
import { recordHeartbeats } from '../../server/modules/agents/index.ts'
import type { Context } from '../../server/platform/context.ts'
import { openCore, type ServiceCore } from '../../server/start/open-core.ts'
import { openDataFolder } from '../machine/leave-nothing.ts'
import { progress } from '../machine/progress.ts'
import { databaseOf, type ServerProcess, startServer } from '../machine/server-process.ts'
import { untilCalm } from '../machine/until-calm.ts'
import { type CentreSize, furnishCentre } from './furnish-centre.ts'
import { addSocketAgents, keepAlive, passesFor, type SocketAgent } from './socket-agents.ts'

/** A server as the product runs it, over a furnished centre. */
export interface RoutingStage {
  readonly server: ServerProcess
  readonly owner: Client
  readonly ownerUrl: string
  readonly postgresPid: number
  readonly context: Context
  readonly token: string
  /** From the start of the server to the first offer it could make: the backlog is read before. */
  readonly loadedInMs: number
  /** Passes for the agents with sockets; good for a minute. */
  passes(): Promise<string[]>
  close(): Promise<void>
}

export interface StageOptions extends CentreSize {
  readonly sockets: number
}

/** A backlog of 100,000 is given its search documents in some minutes. */
const calmLimitMs = 900_000
const none = { warn: () => {} }

/** Furnishes a centre while nothing routes, then starts the product on it with all its roles. */
export async function openRoutingStage(options: StageOptions): Promise<RoutingStage> {
  const data = await openDataFolder()
  const closing: (() => Promise<unknown>)[] = [() => data.remove()]
  const close = async () => {
    for (const step of closing.splice(0).toReversed()) await step()
  }
  try {
    progress('routing: furnishing the centre')
    const furnished = await furnish(data.path, options)
    const startedAt = performance.now()
    const server = await startServer({
      dataFolder: data.path,
      args: ['--no-example', '--no-build-console'],
      nodeArgs: ['--trace-gc'],
    })
    closing.push(() => server.stop())
    const access = await databaseOf(server)
    const owner = new Client(access.ownerUrl)
    await owner.connect()
    closing.push(() => owner.end())
    const core = await openCore(access, none)
    closing.push(() => core.close())
    const { workspace, principal, requestId } = furnished.context
    const context = core.installation.openContext({ workspace, principal, requestId })
    await untilRouting(owner, context)
    const loadedInMs = performance.now() - startedAt
    const { rows } = await owner.query<{ id: string }>(
      `select agent_id as id from agent_loads where workspace_id = $1 and presence_source = 'socket'`,
      [workspace.id],
    )
    const agentIds = rows.map(({ id }) => id)
    await recordHeartbeats(context, { agentIds })
    // Those with sockets too: back from an absence between two runs, they would be the last whose turn it is.
    closing.push(keepAlive(context, agentIds))
    progress('routing: waiting until the backlog has its documents')
    await untilCalm([server.pid, access.pid], calmLimitMs)
    return {
      server,
      owner,
      ownerUrl: access.ownerUrl,
      postgresPid: access.pid,
      context,
      token: furnished.token,
      loadedInMs,
      passes: () => passesFor(core, context, furnished.socketAgents),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

interface Furnished {
  readonly context: Context
  readonly token: string
  readonly socketAgents: readonly SocketAgent[]
}

async function furnish(dataFolder: string, options: StageOptions): Promise<Furnished> {
  const server = await startServer({ dataFolder, args: ['--roles', 'api', '--no-example', '--no-build-console'] })
  let core: ServiceCore | null = null
  const access = await databaseOf(server)
  const owner = new Client(access.ownerUrl)
  await owner.connect()
  try {
    core = await openCore(access, none)
    const centre = await furnishCentre(core, owner, { ...options, agents: options.agents - options.sockets })
    const socketAgents = await addSocketAgents(core, centre.context, options.sockets)
    // Whose turn it is goes by the time idle: those with sockets get theirs among the others.
    await owner.query(
      `update agent_loads set idle_since = now() - random() * interval '10 min' where workspace_id = $1`,
      [centre.context.workspace.id],
    )
    await owner.query('vacuum analyze')
    // Read back at the end: it tells when each transaction was committed.
    await owner.query('alter system set track_commit_timestamp = on')
    return { ...centre, socketAgents }
  } finally {
    await core?.close()
    await owner.end()
    await server.stop()
  }
}

const patienceMs = 120_000

/** Waits for the offer of the one task that anybody can take: the router has read everything by then. */
async function untilRouting(owner: Client, context: Context): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (performance.now() < deadline) {
    const { rows } = await owner.query('select 1 from offers where workspace_id = $1 limit 1', [context.workspace.id])
    if (rows.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('The router offers nothing.')
}
