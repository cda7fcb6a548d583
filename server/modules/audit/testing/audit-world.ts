import { createClock } from '../../../platform/clock.ts'
import type { Context } from '../../../platform/context.ts'
import { newId } from '../../../platform/ids.ts'
import { createMemory } from '../../../platform/memory.ts'
import { systemPrincipal } from '../../../platform/principal.ts'
import { openInstallation } from '../../../database/open-installation.ts'
import { openPool } from '../../../database/pool.ts'
import type { TestDatabase } from '../../../database/testing/create-test-database.ts'
import { appendEvents, createEventFeed, type EventFeed, type NewEvent } from '../../events/index.ts'
import { openTestService, type TestService } from '../../events/testing/test-workspace-store.ts'
import { sealEvents } from '../seal-events.ts'

/** The key of the data folder in these tests. */
export const testSealingKey = new Uint8Array(32)

/** A service with a running feed, whose log tests fill, seal and tamper with. */
export interface AuditWorld extends TestService {
  readonly feed: EventFeed
  /** Runs a statement as the owner of the database, past row security. */
  owner<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** Another process of the same installation, as far as sealing is concerned. */
  openTwin(): Promise<{ contextOf(context: Context): Context }>
  /** An empty workspace. */
  openContext(): Promise<Context>
  /** Appends events in one transaction. */
  append(context: Context, count: number): Promise<void>
  /** Waits until the feed has passed everything that is committed. */
  settle(): Promise<void>
  /** Appends `seals` times `rows` events and seals each lot by itself; gives the numbers of the rows. */
  sealedRows(context: Context, seals: number, rows: number): Promise<number[]>
}

export async function openAuditWorld(database?: TestDatabase): Promise<AuditWorld> {
  const service = await openTestService(database)
  const onConnectionLost = () => undefined
  const owner = openPool({ url: service.database.ownerUrl, size: 2, name: 'test owner', onConnectionLost })
  const log = { warn: () => undefined }
  const feed = createEventFeed({ relay: service.relay, memory: service.memory, pollMs: 20, log })
  await feed.start()
  const closers: (() => Promise<unknown>)[] = []
  const query = async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[]
  const settle = async () => {
    const [last] = await query<{ seq: number }>('select coalesce(max(seq), 0) as seq from events')
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => (feed.mark() >= (last?.seq ?? 0) ? resolve() : undefined)
    const stop = feed.subscribe(() => queueMicrotask(look))
    look()
    await promise
    stop()
  }
  const append = (context: Context, count: number) =>
    context.transaction(async (tx) => void (await appendEvents(tx, context, orders(count))))
  return {
    ...service,
    feed,
    owner: query,
    openTwin: async () => {
      const memory = createMemory()
      const twin = createEventFeed({ relay: service.relay, memory, pollMs: 20, log })
      const pool = openPool({ url: service.database.appUrl, size: 4, name: 'test twin', onConnectionLost })
      await twin.start()
      closers.push(
        () => twin.stop(),
        () => pool.end(),
      )
      const clock = createClock(service.clock.now())
      const installation = openInstallation({ pool, clock, memory, sealingKey: testSealingKey })
      return {
        contextOf: ({ workspace }) =>
          installation.openContext({ workspace, principal: systemPrincipal, requestId: newId() }),
      }
    },
    openContext: async () => service.contextOf(await service.addWorkspace(`w-${newId()}`)),
    append,
    settle,
    sealedRows: async (context, seals, rows) => {
      for (let seal = 0; seal < seals; seal++) {
        await append(context, rows)
        await settle()
        await sealEvents(context)
      }
      const found = await query<{ seq: number }>('select seq from events where workspace_id = $1 order by seq', [
        context.workspace.id,
      ])
      return found.map(({ seq }) => seq)
    },
    close: async () => {
      await feed.stop()
      for (const close of closers) await close()
      await owner.end()
      await service.close()
    },
  }
}

function orders(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'order.saved',
    subject: { kind: 'order', id: newId(), seq: 1 },
    ticketId: null,
    data: { status: `state-${index}` },
  }))
}
