import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { createToken, createWorkspace, unlimitedGrant } from '../../server/modules/access/index.ts'
import { publishWorkflow } from '../../server/modules/publishing/index.ts'
import { systemPrincipal } from '../../server/platform/principal.ts'
import { openCore } from '../../server/start/open-core.ts'
import { type Call, callerOf, untilTaken } from '../machine/call-api.ts'
import { openDataFolder } from '../machine/leave-nothing.ts'
import { progress } from '../machine/progress.ts'
import { databaseOf, type ServerProcess, startServer } from '../machine/server-process.ts'
import { untilCalm } from '../machine/until-calm.ts'
import { openReceivers, type Receivers } from './open-receivers.ts'

/** A server as the product runs it, and endpoints. */
export interface ServedStage {
  readonly server: ServerProcess
  readonly owner: Client
  readonly postgresPid: number
  readonly workspaceId: string
  readonly receivers: Receivers
  /** Sends a body, again while the server is too busy. */
  readonly post: Call
  /** Waits until the server has nothing more to do. */
  untilCalm(): Promise<void>
  close(): Promise<void>
}

/** One whose workspace has somebody to tell of each ticket. */
export interface DeliveryStage extends ServedStage {
  /** How many endpoints are told of each ticket, and by which event. */
  readonly told: number
  readonly toldBy: string
  /** Where tickets are made. */
  readonly path: string
  /** A ticket and the endpoints that are told of it, each time others. */
  nextTicket(): { readonly ticket: object; readonly endpoints: readonly number[] }
}

/** Each endpoint is told of the tickets of one of these. Mail is not among them: it is answered at once. */
const channels = ['ticket', 'api', 'partner', 'live-chat'] as const
const anyTicket = { language: 'en', issueSummary: 'Customer cannot join a ranked lobby.' }
const workflow = join(import.meta.dirname, '..', '..', 'workflows', 'operations-review.yaml')
const plainArgs = ['--no-example', '--no-build-console']
const busyAtMost = 30

/** A workspace in which so many endpoints subscribe, each to the tickets of one channel. */
export async function openDeliveryStage(endpoints: number, nodeArgs: readonly string[] = []): Promise<DeliveryStage> {
  const served = await openServedStage(endpoints, nodeArgs)
  const { receivers, post } = served
  for (const [index, url] of receivers.urls.entries())
    await post('/v1/webhooks', { url, eventTypes: ['ticket.created'], channels: [channels[index % channels.length]] })
  let tickets = 0
  const nextTicket = () => {
    const place = tickets++ % channels.length
    const ticket = { ...anyTicket, customerId: `caller-${tickets % 500}`, channel: channels[place] }
    return { ticket, endpoints: [...receivers.urls.keys()].filter((index) => index % channels.length === place) }
  }
  const told = Math.floor(endpoints / channels.length)
  return { ...served, told, toldBy: 'ticket.created', path: '/v1/ticket/create', nextTicket }
}

/** Makes a workspace, starts the product on it with all its roles, and opens so many endpoints. */
export async function openServedStage(endpoints: number, nodeArgs: readonly string[] = []): Promise<ServedStage> {
  const data = await openDataFolder()
  const closing: (() => unknown)[] = [() => data.remove()]
  const close = async () => {
    for (const step of closing.splice(0).toReversed()) await step()
  }
  try {
    progress('deliveries: making the workspace')
    const { token, workspaceId } = await furnish(data.path)
    const server = await startServer({ dataFolder: data.path, args: plainArgs, nodeArgs })
    closing.push(() => server.stop())
    const access = await databaseOf(server)
    const owner = new Client(access.ownerUrl)
    await owner.connect()
    closing.push(() => owner.end())
    const receivers = await openReceivers(endpoints)
    closing.push(() => receivers.close())
    const call = callerOf(server.address, token)
    // What is measured begins with the commit: how often it was asked for does not count.
    const post: Call = (path, body, method) => untilTaken(() => call(path, body, method), busyAtMost)
    return {
      server,
      owner,
      postgresPid: access.pid,
      workspaceId,
      receivers,
      post,
      untilCalm: () => untilCalm([server.pid, access.pid]),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function furnish(dataFolder: string): Promise<{ token: string; workspaceId: string }> {
  const server = await startServer({ dataFolder, args: ['--roles', 'api', ...plainArgs] })
  const access = await databaseOf(server)
  const owner = new Client(access.ownerUrl)
  await owner.connect()
  try {
    const core = await openCore(access, { warn: () => {} })
    const workspace = await createWorkspace(core.installation, { slug: 'told', name: 'Told', purpose: 'live' })
    const context = core.installation.openContext({ workspace, principal: systemPrincipal, requestId: 'told' })
    await publishWorkflow(context, { document: await readFile(workflow, 'utf8'), expectedVersion: null })
    const { secret } = await createToken(context, { ...unlimitedGrant, name: 'load generator', role: 'admin' })
    await core.close()
    // Read back at the end: it tells when each event was committed.
    await owner.query('alter system set track_commit_timestamp = on')
    return { token: secret, workspaceId: workspace.id }
  } finally {
    await owner.end()
    await server.stop()
  }
}
