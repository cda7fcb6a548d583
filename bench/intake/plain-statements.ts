import {
  type RowsOfOneCreate,
  type StoredColumn,
  type StoredRow,
  type WrittenTable,
  writtenTables,
} from './rows-of-one-create.ts'

/** One statement of a plain transaction; its values are named in the text as `:name`. */
export interface PlainStatement {
  readonly table: WrittenTable
  readonly text: string
  readonly values: Readonly<Record<string, string>>
}

/** The variable that stands for the ticket's id in every statement after the first, and for the customer's place. */
export const ticketId = 'ticket_id'
export const customerPlace = 'customer'

/** Numbers from a sequence: a plain service would not have its transactions wait for one counter row. */
export const numberSequence = 'bench_plain_ticket_number'

/**
 * The rows of one create as a plain service writes them: one `insert` a table, the ticket first (it returns its id).
 * Ids, times, the number and the customer are new in every transaction; all else is what the product wrote.
 */
export function plainStatements(rows: RowsOfOneCreate, workspaceId: string): PlainStatement[] {
  return writtenTables.map((table) => {
    const values: Record<string, string> = {}
    const [first = []] = rows[table]
    const columns = first.map(({ name }) => name).filter((name) => !isDefaulted(table, name))
    const lines = rows[table].map((row, place) => {
      const cells = columns.map((column) => {
        const stored = columnOf(row, column)
        const fixed = expressionFor(table, column, workspaceId)
        if (fixed !== null) return fixed
        if (stored === undefined) return 'null'
        const name = `${table}_${place}_${column}`
        values[name] = stored.text
        return `:${name}::${stored.type}`
      })
      return `(${cells.join(', ')})`
    })
    const returning = table === 'tickets' ? ' returning id as ticket_id' : ''
    return {
      table,
      text: `insert into ${table} (${columns.join(', ')}) values ${lines.join(', ')}${returning}`,
      values,
    }
  })
}

function columnOf(row: StoredRow, name: string): StoredColumn | undefined {
  return row.find((column) => column.name === name)
}

/** Columns whose value the database gives. */
function isDefaulted(table: WrittenTable, column: string): boolean {
  return table === 'events' && (column === 'seq' || column === 'recorded_on')
}

const fresh = new Set(['id', 'event_id', 'principal_id', 'subject_id'])

function expressionFor(table: WrittenTable, column: string, workspaceId: string): string | null {
  if (column === 'workspace_id') return `'${workspaceId}'`
  if (column === 'ticket_id' || (column === 'subject_id' && (table === 'timers' || table === 'events'))) {
    return `:${ticketId}::uuid`
  }
  if (fresh.has(column)) return 'uuidv7()'
  if (table === 'idempotency_keys' && column === 'key') return 'uuidv7()::text'
  if (column === 'number') return `nextval('${numberSequence}')`
  if (column === 'customer_id') return customerOf(workspaceId)
  return column.endsWith('_at') && column !== 'due_at' && column !== 'next_due_at' ? 'now()' : null
}

/** Found by its external id within the statement: no round trip of its own. */
function customerOf(workspaceId: string): string {
  return `(select id from customers where workspace_id = '${workspaceId}' and external_id = 'bench-' || :${customerPlace}::integer)`
}
