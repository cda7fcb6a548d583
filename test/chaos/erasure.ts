import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { CaseDesk } from '../../server/modules/cases/testing/case-desk.ts'
import { openCaseDesk } from '../../server/modules/cases/testing/case-desk.ts'
import { applyReceipt, eraseCustomer, type Receipt } from '../../server/modules/customer-records/index.ts'
import {
  findColumnsWith,
  openMarkedCustomer,
} from '../../server/modules/customer-records/testing/marked-customer-store.ts'
import { createTicket } from '../../server/modules/intake/index.ts'
import { onOwnPostgres } from './own-postgres.ts'

export interface ErasureOptions {
  /** Said on one of its tickets. */
  readonly messages: number
  /** More tickets of the customer's. */
  readonly tickets: number
  /** Tickets of other customers, each with an answer that is kept for a retry. */
  readonly others: number
}

export interface ErasureReport extends ErasureOptions {
  /** Columns in which the customer's words stood before. */
  readonly columnsBefore: number
  /** Columns in which they still stand. */
  readonly columnsAfter: readonly string[]
  /** Rows of others before and after, as one hash. */
  readonly othersAreSame: boolean
  readonly counts: Readonly<Record<string, number>>
  /** Erased again by its receipt, after it was undone as a restore undoes it. */
  readonly isErasedAgain: boolean
  readonly seconds: number
}

const mostSeconds = 60

/** Erases a customer among many others twice: undone, as by restoring a backup, and by the receipt of that (A2). */
export async function eraseAmongOthers(desk: CaseDesk, options: ErasureOptions): Promise<ErasureReport> {
  const { context, home } = desk
  const query = <Row>(text: string, values?: unknown[]) => home.query<Row>(text, values)
  const { customerId, marks } = await openMarkedCustomer(desk, options.messages)
  const [mark = '', word = ''] = marks
  const raise = (customer: string, text: string, at: number) => {
    const request = { customerId: customer, channel: 'ticket', serviceLine: 'game-support', issueSummary: text }
    const key = { route: 'POST /v1/tickets', key: `${text} ${at}`, fingerprint: createHash('sha256').digest() }
    return createTicket(context, { request: { ...request, message: text }, key })
  }
  await Promise.all(Array.from({ length: options.tickets }, (_, at) => raise(word, mark, at)))
  await Promise.all(Array.from({ length: options.others }, (_, at) => raise(`other-${at}`, 'Help', at)))
  // A backup holds the key that signs receipts: it was made when the trail was first sealed.
  const first = await desk.ticket({ customerId: 'first' })
  await eraseCustomer(context, { customerId: first.customer.id, reason: 'requested', closeOpen: true })
  const othersBefore = await othersOf(query, customerId)
  const before = await findColumnsWith(query, marks)

  const asked = { customerId, reason: 'requested', closeOpen: true } as const
  const restored = new Error('as a restored backup knows nothing of it')
  let receipt: Receipt | null = null
  const startedAt = performance.now()
  let seconds = 0
  await context
    .transaction(async (tx) => {
      receipt = await eraseCustomer(context.within(tx), asked)
      seconds = (performance.now() - startedAt) / 1_000
      throw restored
    })
    .catch((error: unknown) => {
      if (error !== restored) throw error
    })
  if (receipt === null) throw new Error('The customer was not there.')
  const given = receipt as Receipt
  const again = await applyReceipt(context, given)
  return {
    ...options,
    columnsBefore: before.length,
    columnsAfter: await findColumnsWith(query, marks),
    othersAreSame: (await othersOf(query, customerId)) === othersBefore,
    counts: given.counts,
    isErasedAgain: again.erased === 1,
    seconds: Math.round(seconds * 100) / 100,
  }
}

/** What is kept of everybody else, as one hash. */
async function othersOf(query: CaseDesk['home']['query'], customerId: string): Promise<string> {
  const [row] = await query<{ hash: string }>(
    `select md5(string_agg(line, E'\\n' order by line)) as hash
     from (
       select ticket::text as line
       from tickets as ticket
       where ticket.customer_id <> $1
         and ticket.customer_id not in (select id from customers where merged_into = $1)
       union all
       select message::text
       from messages as message
       join tickets as ticket on ticket.id = message.ticket_id
       where ticket.customer_id <> $1
       union all
       select kept.key || coalesce(kept.response, '')
       from idempotency_keys as kept
       where kept.key like 'Help %') as kept`,
    [customerId],
  )
  return row?.hash ?? ''
}

/** Whether a report says that the promises were kept. */
export function hasHeld(report: ErasureReport): boolean {
  const { columnsBefore, columnsAfter, othersAreSame, isErasedAgain, seconds, counts, messages, tickets } = report
  const isWhole = columnsBefore > 25 && (counts['messages'] ?? 0) >= messages + tickets
  return isWhole && columnsAfter.length === 0 && othersAreSame && isErasedAgain && seconds <= mostSeconds
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '1000' },
      tickets: { type: 'string', default: '500' },
      others: { type: 'string', default: '5000' },
    },
  })
  const report = await onOwnPostgres(async (postgres) => {
    const desk = await openCaseDesk({ ...postgres, drop: async () => undefined })
    try {
      const [messages, tickets, others] = [Number(values.messages), Number(values.tickets), Number(values.others)]
      return await eraseAmongOthers(desk, { messages, tickets, others })
    } finally {
      await desk.close()
    }
  })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exit(hasHeld(report) ? 0 : 1)
}
