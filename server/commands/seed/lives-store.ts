import { Client, type Connection, type Submittable } from 'pg'
import type { LifeRow } from './life-template.ts'
import { lifeTables } from './life-tables.ts'

/** A table of the lives with the columns that copies are written to. */
export interface CopiedTable {
  readonly table: string
  readonly columns: readonly string[]
  readonly where: string
}

/** One played ticket with all its rows. */
export interface PlayedTicket {
  readonly id: string
  readonly customerId: string
  readonly agentId: string
  readonly number: string
  /** Calendars its clocks count by. */
  readonly calendars: readonly string[]
  readonly rows: readonly LifeRow[]
}

/** A customer who is there by now. */
export interface KnownCustomer {
  readonly id: string
  readonly externalId: string
}

/** Columns that the database fills in: an event gets its number and its day when it is recorded. */
const filledIn: Readonly<Record<string, readonly string[]>> = { events: ['recorded_on', 'seq'] }

/** The tables of a copy in the order that their references ask for, with the columns they have by now. */
export async function findCopiedTables(client: Client): Promise<CopiedTable[]> {
  const tables = [
    { table: 'tickets', where: 'tickets.id in (select lives.id from lives)' },
    ...lifeTables.filter(({ isCopied }) => isCopied).toReversed(),
  ]
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select attrelid::regclass::text as table, array_agg(attname::text order by attnum) as columns
     from pg_attribute
     where attrelid = any($1::regclass[]) and attnum > 0 and not attisdropped and attgenerated = ''
     group by attrelid`,
    [tables.map(({ table }) => table)],
  )
  const columnsOf = new Map(rows.map(({ table, columns }) => [table, columns]))
  // Events last, when everything they tell of is there.
  const isEvents = ({ table }: { table: string }) => Number(table === 'events')
  return tables
    .toSorted((one, other) => isEvents(one) - isEvents(other))
    .map(({ table, where }) => ({
      table,
      where,
      columns: (columnsOf.get(table) ?? []).filter((column) => filledIn[table]?.includes(column) !== true),
    }))
}

/** Reads tickets that have ended, with all their rows as PostgreSQL writes them. */
export async function readPlayedTickets(
  client: Client,
  workspaceId: string,
  { tables, ticketIds }: { tables: readonly CopiedTable[]; ticketIds: readonly string[] },
): Promise<PlayedTicket[]> {
  await client.query(`set timezone = 'UTC'`)
  await client.query('create temporary table lives (id uuid primary key)')
  try {
    await client.query('insert into lives select unnest($1::uuid[])', [ticketIds])
    const { rows: tickets } = await client.query<Omit<PlayedTicket, 'rows'>>(
      `select tickets.id, tickets.customer_id as "customerId", tickets.assignee_id as "agentId",
         tickets.number::text as number,
         coalesce((
           select array_agg(distinct sla_clocks.detail -> 'clock' ->> 'calendar')
           from sla_clocks
           where sla_clocks.workspace_id = $1 and sla_clocks.ticket_id = tickets.id), '{}') as calendars
       from tickets
       where tickets.workspace_id = $1 and tickets.id in (select lives.id from lives)
         and tickets.status_category = 'closed' and tickets.assignee_id is not null
         and not exists (
           select from case_tickets
           where case_tickets.workspace_id = $1 and case_tickets.ticket_id = tickets.id)
       order by tickets.number`,
      [workspaceId],
    )
    const rowsOf = new Map(tickets.map(({ id }) => [id, [] as LifeRow[]]))
    for (const { table, columns, where } of tables) {
      for (const { ticketId, ...row } of await readRows(client, workspaceId, { table, columns, where })) {
        rowsOf.get(ticketId)?.push({ ...row, table })
      }
    }
    return tickets.map((ticket) => ({ ...ticket, rows: rowsOf.get(ticket.id) ?? [] }))
  } finally {
    await client.query('drop table lives')
  }
}

async function readRows(
  client: Client,
  workspaceId: string,
  { table, columns, where }: CopiedTable,
): Promise<{ ticketId: string; id: string | null; values: (string | null)[] }[]> {
  const ticketId =
    table === 'tickets'
      ? 'tickets.id'
      : columns.includes('ticket_id')
        ? `${table}.ticket_id`
        : `(select tasks.ticket_id from tasks where tasks.workspace_id = $1 and tasks.id = ${table}.task_id)`
  const order = table === 'events' ? 'order by events.seq' : ''
  const { rows } = await client.query<{ ticketId: string; id: string | null; values: (string | null)[] }>(
    `select ${ticketId} as "ticketId", ${columns.includes('id') ? `${table}.id` : 'null'} as id,
       array[${columns.map((column) => `${table}.${column}::text`).join(', ')}] as values
     from ${table}
     where ${table}.workspace_id = $1 and ${where}
     ${order}`,
    [workspaceId],
  )
  return rows
}

/** Keeps so many ticket numbers free; gives the first. */
export async function reserveNumbers(client: Client, workspaceId: string, count: number): Promise<number> {
  const { rows } = await client.query<{ last: string }>(
    `update workspace_states
     set ticket_number = workspace_states.ticket_number + $2
     where workspace_states.workspace_id = $1
     returning workspace_states.ticket_number as last`,
    [workspaceId, count],
  )
  return Number(rows[0]?.last ?? 0) - count + 1
}

/** Customers whose external id begins so. */
export async function findCustomers(client: Client, workspaceId: string, prefix: string): Promise<KnownCustomer[]> {
  const { rows } = await client.query<KnownCustomer>(
    `select customers.id, customers.external_id as "externalId"
     from customers
     where customers.workspace_id = $1 and customers.external_id like $2 || '%'`,
    [workspaceId, prefix],
  )
  return rows
}

/** How many endpoints are told of what happens in the workspace. */
export async function countActiveWebhooks(client: Client, workspaceId: string): Promise<number> {
  const { rows } = await client.query<{ webhooks: number }>(
    `select count(*)::integer as webhooks
     from webhook_endpoints
     where webhook_endpoints.workspace_id = $1 and webhook_endpoints.status = 'active'
       and webhook_endpoints.deleted_at is null`,
    [workspaceId],
  )
  return rows[0]?.webhooks ?? 0
}

/** A connection of the owner, who alone may add rows past the verbs. */
export async function openOwner(url: string): Promise<Client> {
  const client = new Client(url)
  await client.connect()
  await client.query('set statement_timeout = 0')
  return client
}

/**
 * One that spares the look-up of each reference where its role may ask for that: copies refer to each other as the rows
 * they were made of do, and to people who were just looked up.
 */
export async function openWriter(url: string): Promise<Client> {
  const client = await openOwner(url)
  await client.query('set session_replication_role = replica').catch((error: unknown) => {
    if ((error as { code?: string }).code !== '42501') throw error
  })
  return client
}

/** Adds rows as COPY reads them. */
export async function copyRows(
  client: Client,
  { table, columns }: Pick<CopiedTable, 'table' | 'columns'>,
  text: string,
): Promise<void> {
  if (text === '') return
  const copy = new CopyIn(`copy ${table} (${columns.join(', ')}) from stdin`, Buffer.from(text))
  client.query(copy)
  await copy.done
}

/** What `pg` has of a copy: its messages, and no query that sends them. */
class CopyIn implements Submittable {
  readonly #statement: string
  readonly #rows: Buffer
  readonly #ending = Promise.withResolvers<void>()
  readonly done = this.#ending.promise

  constructor(statement: string, rows: Buffer) {
    this.#statement = statement
    this.#rows = rows
  }

  submit(connection: Connection): void {
    connection.query(this.#statement)
  }

  handleCopyInResponse(connection: Connection & CopySender): void {
    connection.sendCopyFromChunk(this.#rows)
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#ending.resolve()
  }

  handleError(error: Error): void {
    this.#ending.reject(error)
  }
}

interface CopySender {
  sendCopyFromChunk(rows: Buffer): void
  endCopyFrom(): void
}
