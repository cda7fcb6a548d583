import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'
import {
  createToken,
  ensureAdmin,
  issuePass,
  issueSignInLink,
  type NewSession,
  signInWithLink,
  unlimitedGrant,
} from '../../modules/access/index.ts'
import { appendEvents, createEventFeed, type EventFeed } from '../../modules/events/index.ts'
import { openTestService, type TestService } from '../../modules/events/testing/test-workspace-store.ts'
import type { Context, Workspace } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { createRealtimeHub, type RealtimeHub } from '../realtime-hub.ts'
import { openSocket, type SocketOptions, type TestSocket } from './test-socket.ts'

export const ownOrigin = 'https://desk.example'
/** Quick enough that a test may wait for each of them. */
export const timing = { recheckMs: 100, authenticateMs: 150, heartbeatMs: 100 }

/** A server with sockets on a database of its own. */
export interface TestDesk {
  readonly service: TestService
  readonly feed: EventFeed
  readonly hub: RealtimeHub
  address(query?: string): string
  port(): number
  newContext(): Promise<Context>
  /** A token made before this is called has its event behind the mark. */
  newToken(context: Context, more?: object): Promise<TestToken>
  /** Opens a socket with a new token. */
  follow(context: Context, query?: string, more?: object): Promise<TestSocket>
  signIn(workspace: Workspace): Promise<TestPerson>
  append(context: Context, count?: number): Promise<void>
  /** The numbers of all events of the workspace. */
  seqsOf(context: Context): Promise<number[]>
  close(): Promise<void>
}

export interface TestToken {
  readonly tokenId: string
  readonly secret: string
  readonly headers: { readonly authorization: string }
}

export interface TestPerson {
  readonly session: NewSession
  readonly memberId: string
  readonly pass: () => Promise<string>
}

const log = { warn: () => undefined }

export async function openTestDesk(): Promise<TestDesk> {
  const service = await openTestService()
  const { installation } = service
  const feed = createEventFeed({ relay: service.relay, memory: service.memory, pollMs: 50, log })
  const hub = createRealtimeHub({ installation, feed, log, timing, isOwnOrigin: (origin) => origin === ownOrigin })
  const app = fastify()
  hub.attach(app.server)
  await feed.start()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const port = () => (app.server.address() as AddressInfo).port
  const address = (query = '') => `ws://127.0.0.1:${port()}/v1/realtime${query}`
  const desk: TestDesk = {
    service,
    feed,
    hub,
    port,
    address,
    newContext: async () => service.contextOf(await service.addWorkspace(`w-${newId()}`)),
    newToken: async (context, more = {}) => {
      const { token, secret } = await createToken(context, { ...unlimitedGrant, name: 'desk', role: 'admin', ...more })
      const made = (await desk.seqsOf(context)).at(-1) ?? 0
      await passed(feed, made)
      return { tokenId: token.id, secret, headers: { authorization: `Bearer ${secret}` } }
    },
    follow: async (context, query = '', more = {}) =>
      openSocket(address(query), { headers: { ...(await desk.newToken(context, more)).headers } }),
    signIn: (workspace) => signIn(service, workspace),
    append: (context, count = 1) =>
      context.transaction(async (tx) => void (await appendEvents(tx, context, Array.from({ length: count }, saved)))),
    seqsOf: async (context) => {
      const text = 'select seq from events where workspace_id = $1 order by seq'
      const values = [context.workspace.id]
      const rows = await context.read((tx) => tx.prepared<{ seq: number }>({ name: 'seqs', text }, values))
      return rows.map((row) => row.seq)
    },
    close: async () => {
      await hub.drain()
      await app.close()
      await feed.stop()
      await service.close()
    },
  }
  return desk
}

/** How a page opens its socket. */
export function withPass(pass: string, origin: string | null = ownOrigin): SocketOptions {
  return { protocols: ['switchyard.v1', `pass.${pass}`], headers: origin === null ? {} : { origin } }
}

async function signIn({ installation }: TestService, workspace: Workspace): Promise<TestPerson> {
  const email = `${newId()}@example.test`
  const member = await ensureAdmin(installation, { workspace, email, name: 'Ada' })
  const token = (await issueSignInLink(installation, email)) ?? ''
  const device = { userAgent: 'test', address: '127.0.0.1' }
  const session = await signInWithLink(installation, { token, device, oldCookie: null })
  const pass = async () => (await issuePass(installation, { sessionId: session.sessionId, workspace })).pass
  return { session, memberId: member.id, pass }
}

function saved() {
  const subject = { kind: 'order', id: newId(), seq: 1 } as const
  return { type: 'order.saved', subject, ticketId: null, data: { status: 'placed' } } as const
}

async function passed(feed: EventFeed, seq: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = feed.subscribe(() => {
    if (feed.mark() >= seq) resolve()
  })
  if (feed.mark() >= seq) resolve()
  await promise
  stop()
}
