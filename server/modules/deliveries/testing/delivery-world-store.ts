import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { openInstallation } from '../../../database/open-installation.ts'
import { openPool } from '../../../database/pool.ts'
import type { TestDatabase } from '../../../database/testing/create-test-database.ts'
import { inTransaction } from '../../../database/transaction.ts'
import { createClock } from '../../../platform/clock.ts'
import type { Context, Tx, Workspace } from '../../../platform/context.ts'
import { newId } from '../../../platform/ids.ts'
import type { Installation } from '../../../platform/installation.ts'
import { createMemory } from '../../../platform/memory.ts'
import { type Principal, systemPrincipal } from '../../../platform/principal.ts'
import { createToken, createWorkspace, unlimitedGrant } from '../../access/index.ts'
import { announceEvents } from '../../events/index.ts'
import { type NewDelivery, queueDeliveries } from '../queue-deliveries.ts'

export interface StoredDelivery {
  readonly id: string
  readonly state: string
  readonly attempts: number
  readonly epoch: number
  readonly isLeased: boolean
  readonly dueInMs: number
}

/** A service on a database of its own, with workspaces, tokens and tickets to deliver about. */
export interface DeliveryWorld {
  readonly installation: Installation
  readonly relayPool: pg.Pool
  readonly relay: { read<T>(work: (tx: Tx) => Promise<T>): Promise<T> }
  addWorkspace(): Promise<Workspace>
  contextOf(workspace: Workspace, principal?: Principal): Context
  /** A ticket raised by a token of the workspace. */
  addTicket(workspace: Workspace, more?: Partial<TicketFacts>): Promise<TestTicket>
  /** Queues one callback about a ticket, and says so to the workers; gives its id. */
  queue(ticket: TestTicket, callback: { url: string; sequence: number; body?: string }): Promise<string>
  /** A delivery as it is stored. */
  stored(deliveryId: string): Promise<StoredDelivery>
  /** Lets a wait or a lease of this delivery be over. */
  hasten(deliveryId: string): Promise<void>
  /** Reads or prepares rows past row security. */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  readonly close: () => Promise<void>
}

export interface TicketFacts {
  readonly channel: string
  readonly queue: string
  readonly createdBy: { kind: string; id: string; partnerId: string | null }
}

export interface TestTicket {
  readonly id: string
  readonly workspace: Workspace
  readonly createdBy: TicketFacts['createdBy']
}

/** On a database of its own unless one is given, which is dropped at the end. */
export async function openDeliveryWorld(given?: TestDatabase): Promise<DeliveryWorld> {
  // Asked for only here: a harness without a test runner has databases of its own.
  const database =
    given ?? (await (await import('../../../database/testing/create-test-database.ts')).createTestDatabase())
  const onConnectionLost = () => undefined
  const pool = openPool({ url: database.appUrl, size: 16, name: 'test app', onConnectionLost })
  const relayPool = openPool({ url: database.relayUrl, size: 2, name: 'test relay', onConnectionLost })
  const owner = openPool({ url: database.ownerUrl, size: 2, name: 'test owner', onConnectionLost })
  const { rows } = await owner.query<{ now: number }>('select now() as now')
  const clock = createClock(rows[0]?.now ?? 0)
  const installation = openInstallation({ pool, clock, memory: createMemory(), sealingKey: randomBytes(32) })
  const query = async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[]
  const contextOf = (workspace: Workspace, principal = systemPrincipal) =>
    installation.openContext({ workspace, principal, requestId: newId() })
  return {
    installation,
    relayPool,
    relay: { read: (work) => inTransaction(relayPool, { workspaceId: null, readOnly: true }, work) },
    addWorkspace: () =>
      createWorkspace(installation, { slug: `w-${newId().slice(-12)}`, name: 'Test', purpose: 'live' }),
    contextOf,
    addTicket: async (workspace, more = {}) => {
      const createdBy = more.createdBy ?? (await newCreator(contextOf(workspace)))
      return insertTicket(query, workspace, { channel: 'email', queue: 'frontline', ...more, createdBy })
    },
    queue: async (ticket, callback) => {
      const delivery: NewDelivery = {
        ticketId: ticket.id,
        eventId: newId(),
        createdBy: ticket.createdBy,
        body: `{"sequence":${callback.sequence}}`,
        ...callback,
      }
      await contextOf(ticket.workspace).transaction((tx) =>
        queueDeliveries(tx, contextOf(ticket.workspace), [delivery]),
      )
      announceEvents(installation.memory)
      const found = 'select id from deliveries where event_id = $1'
      return (await query<{ id: string }>(found, [delivery.eventId]))[0]?.id ?? ''
    },
    stored: async (deliveryId) => {
      const [row] = await query<StoredDelivery>(readDelivery, [deliveryId])
      if (row === undefined) throw new Error('No such delivery.')
      return row
    },
    hasten: async (deliveryId) => {
      await query(
        `update deliveries set next_attempt_at = now() - interval '1 ms', lease_until = least(lease_until, now() - interval '1 ms') where id = $1`,
        [deliveryId],
      )
      announceEvents(installation.memory)
    },
    query,
    close: async () => {
      await Promise.all([pool.end(), relayPool.end(), owner.end()])
      await database.drop()
    },
  }
}

const readDelivery = `
  select id, state, attempts, epoch, coalesce(lease_until > now(), false) as "isLeased",
    (extract(epoch from next_attempt_at - now()) * 1000)::float8 as "dueInMs"
  from deliveries
  where id = $1`

async function newCreator(context: Context): Promise<TicketFacts['createdBy']> {
  const { token } = await createToken(context, { ...unlimitedGrant, name: 'CRM', role: 'agent' })
  return { kind: 'token', id: token.id, partnerId: null }
}

async function insertTicket(
  query: DeliveryWorld['query'],
  workspace: Workspace,
  facts: TicketFacts,
): Promise<TestTicket> {
  const [id, customerId] = [newId(), newId()]
  await query('insert into customers (workspace_id, id, external_id) values ($1, $2, $3)', [
    workspace.id,
    customerId,
    customerId,
  ])
  await query(
    `insert into tickets (workspace_id, id, number, priority, channel, language, lifecycle, status, status_category,
       queue, customer_id, created_by, workflow_version, created_at, updated_at)
     values ($1, $2, (select coalesce(max(number), 0) + 1 from tickets), 'normal', $3, 'en', 'care', 'open', 'open',
       $4, $5, $6, 1, now(), now())`,
    [workspace.id, id, facts.channel, facts.queue, customerId, JSON.stringify(facts.createdBy)],
  )
  return { id, workspace, createdBy: facts.createdBy }
}
