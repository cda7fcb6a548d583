import { codeOf, constraintOf, isFaultOfData } from '../../database/failure.ts'
import { composeStatement, type Fragment } from '../../database/fragment.ts'
import type { Context } from '../../platform/context.ts'
import { insertCalls, oneLiveCall } from '../calls/index.ts'
import { holdCustomers, insertContacts, insertCustomers } from '../customers/index.ts'
import { insertDeliveries } from '../deliveries/index.ts'
import { insertIntakeEvents } from '../events/index.ts'
import { insertKeys } from '../idempotency/index.ts'
import { insertTasks } from '../routing/index.ts'
import { insertClocks } from '../sla/index.ts'
import { insertFirstMessages, insertTickets } from '../tickets/index.ts'
import { insertTimers } from '../timers/index.ts'
import { takeNumbers } from '../workflow/index.ts'

interface AnswerRow {
  readonly place: number
  readonly head: string
  readonly tail: string
}

/** The tickets as the API writes them: a ticket's number, known only here, goes between `head` and `tail`. */
const answers: Fragment<AnswerRow> = {
  name: 'answers',
  columns: { place: 'integer', head: 'text', tail: 'text' },
  text: `
    select row.place, row.head || (current_workflow.base + row.place) || row.tail as ticket
    from {rows}
    cross join current_workflow`,
}

interface FreshRow {
  readonly place: number
  readonly principal_id: string
  readonly route: string
  readonly key: string | null
}

/** The rows that go on: those without a key, and those whose key nobody had taken. */
const fresh: Fragment<FreshRow> = {
  name: 'fresh',
  columns: { place: 'integer', principal_id: 'uuid', route: 'text', key: 'text' },
  text: `
    select row.place, current_workflow.base
    from {rows}
    cross join current_workflow
    left join new_keys
      on new_keys.principal_id = row.principal_id and new_keys.route = row.route and new_keys.key = row.key
    where row.key is null or new_keys.key is not null`,
}

/** What the database says of a batch; a null base means the workflow was no longer current. */
interface BatchAnswer {
  readonly base: number | null
  readonly places: number[]
}

/**
 * Postgres code of a batch that met a customer somebody else had just made, merged or erased (see must_hold in
 * 0001-workspaces.sql).
 */
const customerRaceCode = 'SW001'

/**
 * Writes whole batches of tickets in one statement: keys, customers, tickets, messages, tasks, clocks, timers, events
 * and deliveries, or nothing (architecture.md, The hot path).
 */
const batch = composeStatement({
  name: 'create-tickets',
  shared: {
    workspace: 'uuid',
    version: 'integer',
    count: 'bigint',
    now: 'timestamptz',
    customer_places: 'integer[]',
    known_customers: 'bigint',
  },
  fragments: [
    takeNumbers,
    answers,
    insertKeys,
    fresh,
    holdCustomers,
    insertCustomers,
    insertContacts,
    insertTickets,
    insertFirstMessages,
    insertTasks,
    insertCalls,
    insertClocks,
    insertTimers,
    insertIntakeEvents,
    insertDeliveries,
  ] as unknown as Fragment<never>[],
  finish: `
    select
      (select current_workflow.base from current_workflow) as base,
      array(select fresh.place from fresh) as places
    where must_hold(
      (select count(*) from new_customers) =
        (select count(*) from fresh where fresh.place = any({$customer_places})),
      'a customer of this batch has just been made by somebody else')
      and must_hold(
        (select count(*) from held_customers) = {$known_customers},
        'a customer of this batch has just been merged or erased')`,
})

/** What became of a batch. */
export type BatchOutcome =
  | { readonly kind: 'written'; readonly base: number; readonly places: ReadonlySet<number> }
  /** The workflow is no longer current; nothing was written. */
  | { readonly kind: 'stale' }
  /** A customer of it appeared, was merged or erased meanwhile; nothing was written. */
  | { readonly kind: 'customer_race' }
  /** A call of it became live meanwhile; nothing was written. */
  | { readonly kind: 'call_race' }
  /** A row of it cannot be stored; nothing was written. */
  | { readonly kind: 'bad_row'; readonly reason: string }

export interface Batch {
  readonly version: number
  readonly count: number
  readonly now: number
  /** Places of the rows that bring a new customer. */
  readonly customerPlaces: readonly number[]
  readonly rows: Readonly<Record<string, readonly object[]>>
}

/** Writes a batch in one round trip. Throws what is no fault of a row: a lost connection, a time-out. */
export async function writeBatch(context: Context, input: Batch): Promise<BatchOutcome> {
  const shared = {
    workspace: context.workspace.id,
    version: input.version,
    count: input.count,
    now: new Date(input.now),
    customer_places: input.customerPlaces,
    known_customers: input.rows['held_customers']?.length ?? 0,
  }
  try {
    const [answer] = await context.inOneTrip<BatchAnswer>(batch.statement, batch.values(shared, input.rows))
    if (answer === undefined) throw new Error('The statement that creates tickets gave no row.')
    if (answer.base === null) return { kind: 'stale' }
    return { kind: 'written', base: answer.base, places: new Set(answer.places) }
  } catch (error) {
    if (codeOf(error) === customerRaceCode) return { kind: 'customer_race' }
    if (constraintOf(error) === oneLiveCall) return { kind: 'call_race' }
    if (isFaultOfData(error)) return { kind: 'bad_row', reason: error instanceof Error ? error.message : 'bad data' }
    throw error
  }
}
