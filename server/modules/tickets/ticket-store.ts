import { db, sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Holds these tickets until the transaction ends, in the order every writer keeps. Gives those that exist. */
export async function lockTickets(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])
    order by ticket.id
    for no key update`)
  return rows.map((row) => row.id)
}

/** The same, with the last place taken in the sequence of each. */
export async function lockTicketSeqs(
  tx: Tx,
  workspaceId: string,
  ticketIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ id: string; seq: number }>`
    select ticket.id, ticket.event_seq as seq
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])
    order by ticket.id
    for no key update`)
  return new Map(rows.map((row) => [row.id, row.seq]))
}

/** Takes the next places in the tickets' own sequences; gives the first place of each. The rows are locked. */
export async function takeTicketSeq(
  tx: Tx,
  workspaceId: string,
  wanted: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ id: string; first: number }>`
    update tickets as ticket
    set event_seq = ticket.event_seq + wanted.count
    from unnest(${[...wanted.keys()]}::uuid[], ${[...wanted.values()]}::integer[]) as wanted (id, count)
    where ticket.workspace_id = ${workspaceId} and ticket.id = wanted.id
    returning ticket.id, ticket.event_seq - wanted.count + 1 as first`)
  return new Map(rows.map((row) => [row.id, row.first]))
}

/** What a change sets on a ticket; absent members stay as they are. Instants in epoch ms. */
export interface TicketPatch {
  readonly type?: string | null
  readonly category?: string | null
  readonly priority?: string
  readonly impact?: string | null
  readonly urgency?: string | null
  readonly priorityReason?: string | null
  readonly language?: string
  readonly status?: string
  readonly statusCategory?: string
  readonly returnsTo?: string | null
  readonly queue?: string
  readonly externalId?: string | null
  readonly issueSummary?: string
  readonly assigneeId?: string | null
  readonly classifiedBy?: string | null
  readonly cause?: Readonly<Record<string, unknown>> | null
  readonly correction?: Readonly<Record<string, unknown>> | null
  readonly solutionCheck?: string | null
  readonly resolution?: string | null
  readonly tags?: readonly string[]
  readonly fields?: Readonly<Record<string, unknown>>
  readonly affected?: readonly string[]
  readonly slaPolicy?: string | null
  readonly nextDueAt?: number | null
  readonly callbackUrl?: string | null
  readonly reopened?: number
  readonly solvedAt?: number | null
  readonly closedAt?: number | null
  readonly messageSeq?: number
  readonly snoozedUntil?: number | null
  readonly storeId?: string | null
  readonly market?: Readonly<Record<string, unknown>> | null
  readonly handoff?: Readonly<Record<string, unknown>> | null
}

const columnOf: { readonly [K in keyof Required<TicketPatch>]: string } = {
  type: 'type',
  category: 'category',
  priority: 'priority',
  impact: 'impact',
  urgency: 'urgency',
  priorityReason: 'priority_reason',
  language: 'language',
  status: 'status',
  statusCategory: 'status_category',
  returnsTo: 'returns_to',
  queue: 'queue',
  externalId: 'external_id',
  issueSummary: 'issue_summary',
  assigneeId: 'assignee_id',
  classifiedBy: 'classified_by',
  cause: 'cause',
  correction: 'correction',
  solutionCheck: 'solution_check',
  resolution: 'resolution',
  tags: 'tags',
  fields: 'fields',
  affected: 'affected',
  slaPolicy: 'sla_policy',
  nextDueAt: 'next_due_at',
  callbackUrl: 'callback_url',
  reopened: 'reopened',
  solvedAt: 'solved_at',
  closedAt: 'closed_at',
  messageSeq: 'message_seq',
  snoozedUntil: 'snoozed_until',
  storeId: 'store_id',
  market: 'market',
  handoff: 'handoff',
}

const instants = new Set<string>(['nextDueAt', 'solvedAt', 'closedAt', 'snoozedUntil'])
const documents = new Set<string>(['cause', 'correction', 'fields', 'market', 'handoff'])

/** Writes a change to a ticket this transaction has locked, raises its version, and takes places for its events. */
export async function saveTicket(
  tx: Tx,
  workspaceId: string,
  change: { ticketId: string; patch: TicketPatch; events: number; at: number },
): Promise<void> {
  const values = Object.entries(change.patch).map(([name, value]) => [
    columnOf[name as keyof TicketPatch],
    storable(name, value),
  ])
  await tx.count(
    db
      .updateTable('tickets')
      .set(Object.fromEntries(values))
      .set({
        version: sql`tickets.version + 1`,
        event_seq: sql`tickets.event_seq + ${change.events}`,
        updated_at: sql`${new Date(change.at)}`,
      })
      .where('tickets.workspace_id', '=', workspaceId)
      .where('tickets.id', '=', change.ticketId),
  )
}

function storable(name: string, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (instants.has(name)) return new Date(value as number)
  if (documents.has(name)) return JSON.stringify(value)
  return value
}
