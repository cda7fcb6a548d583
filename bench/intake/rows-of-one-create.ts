import type { Client } from 'pg'

/** The tables a create writes to, each once a ticket or more, in the order in which a plain service would write them. */
export const writtenTables = [
  'tickets',
  'tasks',
  'sla_clocks',
  'timers',
  'events',
  'deliveries',
  'idempotency_keys',
] as const

export type WrittenTable = (typeof writtenTables)[number]

/** A column of a stored row, its value as PostgreSQL writes it. */
export interface StoredColumn {
  readonly name: string
  readonly type: string
  readonly text: string
}

export type StoredRow = readonly StoredColumn[]

/** The rows that one ticket of a workspace left in each table. */
export type RowsOfOneCreate = Readonly<Record<WrittenTable, readonly StoredRow[]>>

/** Which rows of a table belong to ticket $2 of workspace $1. */
const conditions: Readonly<Record<WrittenTable, string>> = {
  tickets: 'id = $2',
  tasks: 'ticket_id = $2',
  sla_clocks: 'ticket_id = $2',
  timers: 'subject_id = $2',
  events: 'ticket_id = $2',
  deliveries: 'ticket_id = $2',
  idempotency_keys: `response like '%' || (select number from tickets where workspace_id = $1 and id = $2) || '%'`,
}

/** Reads back what the product wrote for one ticket made with a key, of a customer already known. */
export async function readRowsOfOneCreate(owner: Client, workspaceId: string): Promise<RowsOfOneCreate> {
  const newest = await owner.query<{ id: string }>(
    'select id from tickets where workspace_id = $1 order by number desc limit 1',
    [workspaceId],
  )
  const ticketId = newest.rows[0]?.id
  if (ticketId === undefined) throw new Error('The product has written no ticket yet.')
  const rows = await forEachTable((table) => readRows(owner, table, [workspaceId, ticketId]))
  const missing = writtenTables.filter((table) => rows[table].length === 0)
  if (missing.length > 0) throw new Error(`A create left no row in ${missing.join(', ')}.`)
  return rows
}

async function readRows(owner: Client, table: WrittenTable, key: [string, string]): Promise<StoredRow[]> {
  const columns = await owner.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type
     from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''
     order by attnum`,
    [table],
  )
  const list = columns.rows.map(({ name }) => `"${name}"::text`).join(', ')
  const found = await owner.query<(string | null)[]>({
    text: `select ${list} from ${table} where workspace_id = $1 and ${conditions[table]}`,
    values: key,
    rowMode: 'array',
  })
  return found.rows.map((values) =>
    columns.rows.flatMap(({ name, type }, index) => {
      const text = values[index]
      return text === null || text === undefined ? [] : [{ name, type, text }]
    }),
  )
}

/** Rows and bytes a ticket in each table of a workspace: what makes two ways of writing comparable. */
export async function weighTickets(
  owner: Client,
  workspaceId: string,
): Promise<Record<WrittenTable, { rows: number; bytes: number }>> {
  const tickets = await owner.query<{ count: number }>(
    'select count(*)::integer as count from tickets where workspace_id = $1',
    [workspaceId],
  )
  const count = tickets.rows[0]?.count ?? 0
  const weigh = async (table: WrittenTable) => {
    const of = table === 'events' ? 'and ticket_id is not null' : ''
    const { rows } = await owner.query<{ rows: number; bytes: number }>(
      `select count(*)::integer as rows, coalesce(avg(pg_column_size(stored.*)), 0)::integer as bytes
       from ${table} as stored
       where workspace_id = $1 ${of}`,
      [workspaceId],
    )
    const [row] = rows
    return { rows: Math.round(((row?.rows ?? 0) / count) * 100) / 100, bytes: row?.bytes ?? 0 }
  }
  return forEachTable(weigh)
}

/** One table after the other: the connection takes one statement at a time. */
async function forEachTable<T>(ask: (table: WrittenTable) => Promise<T>): Promise<Record<WrittenTable, T>> {
  const entries: (readonly [WrittenTable, T])[] = []
  for (const table of writtenTables) entries.push([table, await ask(table)])
  // Every table of the list has its entry.
  return Object.fromEntries(entries) as Record<WrittenTable, T>
}
