import type { RawBuilder } from 'kysely'
import type { QueryTerm, WordField } from '../../core/filters/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type Asking, type TicketFilter, type TicketView, ticketViews, viewTerms } from './ticket-filter.ts'

type Condition = RawBuilder<unknown>

/** The ids of a page of tickets, newest first; `before` is the last id of the page before. */
export async function listTicketIds(
  tx: Tx,
  workspaceId: string,
  page: { filter: TicketFilter; asking: Asking; before: string | null; limit: number },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ${all(conditionsOf(page.filter, page.asking))}
      and (${page.before}::uuid is null or ticket.id < ${page.before}::uuid)
    order by ticket.id desc
    limit ${page.limit}`)
  return rows.map((row) => row.id)
}

/** How many tickets each view holds for whoever asks, counted up to `most`. */
export async function countViews(
  tx: Tx,
  workspaceId: string,
  input: { asking: Asking; most: number },
): Promise<Record<TicketView, number>> {
  const counts = ticketViews.map((view) => {
    const filter = { terms: [], view, status: null, queue: null, assignee: null, customerId: null }
    return sql`(
      select count(*)
      from (
        select 1
        from tickets as ticket
        where ticket.workspace_id = ${workspaceId} and ${all(conditionsOf(filter, input.asking))}
        limit ${input.most}) as counted) as ${sql.ref(view)}`
  })
  const row = await tx.first(sql<Record<TicketView, number>>`select ${sql.join(counts)}`)
  if (row === null) throw new Error('Counting views gave no row.')
  return row
}

function conditionsOf(filter: TicketFilter, asking: Asking): Condition[] {
  const { scope, partnerId, kind, id } = asking.principal
  const conditions = [...filter.terms, ...(filter.view === null ? [] : viewTerms[filter.view])].map((term) =>
    conditionOf(term, asking),
  )
  if (filter.status !== null) conditions.push(sql`ticket.status = any(${filter.status}::text[])`)
  if (filter.queue !== null) conditions.push(sql`ticket.queue = ${filter.queue}`)
  if (filter.assignee !== null) conditions.push(assignee(filter.assignee, asking))
  if (filter.customerId !== null) conditions.push(sql`ticket.customer_id = ${filter.customerId}`)
  if (scope.channels !== null) conditions.push(sql`ticket.channel = any(${[...scope.channels]}::text[])`)
  if (scope.queues !== null) conditions.push(sql`ticket.queue = any(${[...scope.queues]}::text[])`)
  if (partnerId !== null) conditions.push(sql`ticket.created_by ->> 'partnerId' = ${partnerId}`)
  if (kind === 'customer') conditions.push(sql`ticket.customer_id = ${id}`)
  return conditions
}

function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}

function conditionOf(term: QueryTerm, asking: Asking): Condition {
  const positive = positiveOf(term, asking)
  return 'isNegated' in term && term.isNegated ? sql`not coalesce(${positive}, false)` : sql`(${positive})`
}

function positiveOf(term: QueryTerm, asking: Asking): Condition {
  switch (term.kind) {
    case 'word':
      return wordCondition(term.field, term.anyOf)
    case 'assignee':
      return assignee(term.who, asking)
    case 'follower':
      return follower(term.who, asking)
    case 'is':
      return stateCondition(term.state, asking)
    case 'breach': {
      const limit = new Date(asking.at + term.withinMs)
      return term.comparison === '<' ? sql`ticket.next_due_at < ${limit}` : sql`ticket.next_due_at > ${limit}`
    }
    case 'age': {
      const limit = new Date(asking.at - term.ms)
      return term.comparison === '<' ? sql`ticket.created_at > ${limit}` : sql`ticket.created_at < ${limit}`
    }
    case 'moment':
      return momentCondition(term)
    case 'text':
      return textCondition(term.text)
  }
}

const wordColumns: Readonly<Record<Exclude<WordField, 'tag' | 'customer' | 'number' | 'status'>, string>> = {
  category: 'category',
  type: 'type',
  priority: 'priority',
  channel: 'channel',
  queue: 'queue',
  serviceLine: 'service_line',
  language: 'language',
  externalId: 'external_id',
}

function wordCondition(field: WordField, anyOf: readonly string[]): Condition {
  if (field === 'tag') return sql`ticket.tags && ${anyOf}::text[]`
  if (field === 'number') return sql`ticket.number::text = any(${anyOf}::text[])`
  // A status may be named by its own word or by its category, so that `status:open` means what people expect.
  if (field === 'status')
    return sql`(ticket.status = any(${anyOf}::text[]) or ticket.status_category = any(${anyOf}::text[]))`
  if (field === 'customer') {
    return sql`exists (
      select 1
      from customers as customer
      where customer.workspace_id = ticket.workspace_id
        and customer.id = ticket.customer_id
        and (customer.external_id = any(${anyOf}::text[]) or customer.name = any(${anyOf}::text[])))`
  }
  return sql`ticket.${sql.id(wordColumns[field])} = any(${anyOf}::text[])`
}

function assignee(who: string, { principal }: Asking): Condition {
  if (who === 'none') return sql`ticket.assignee_id is null`
  if (who !== 'me') return sql`ticket.assignee_id::text = ${who}`
  return principal.agentId === null ? sql`false` : sql`ticket.assignee_id = ${principal.agentId}`
}

function follower(who: string, { principal }: Asking): Condition {
  const agentId = who === 'me' ? principal.agentId : who
  return sql`exists (
    select 1
    from ticket_followers as follower
    where follower.workspace_id = ticket.workspace_id
      and follower.ticket_id = ticket.id
      and follower.agent_id::text = ${agentId})`
}

function stateCondition(state: 'open' | 'waiting' | 'solved' | 'closed' | 'breached', asking: Asking): Condition {
  switch (state) {
    case 'open':
      return sql`ticket.status_category not in ('solved', 'closed')`
    case 'waiting':
      return sql`ticket.status_category in ('waiting', 'hold')`
    case 'solved':
      return sql`ticket.status_category in ('solved', 'closed')`
    case 'closed':
      return sql`ticket.status_category = 'closed'`
    case 'breached':
      return sql`ticket.next_due_at < ${new Date(asking.at)}`
  }
}

const momentColumns = {
  created: sql`ticket.created_at`,
  ended: sql`coalesce(ticket.solved_at, ticket.closed_at)`,
}

function momentCondition({ field, from, to }: Extract<QueryTerm, { kind: 'moment' }>): Condition {
  const at = momentColumns[field]
  const bounds = [
    ...(from === null ? [] : [sql`${at} >= ${new Date(from)}`]),
    ...(to === null ? [] : [sql`${at} < ${new Date(to)}`]),
  ]
  return all(bounds)
}

function textCondition(text: string): Condition {
  const like = `%${text.replaceAll(/[\\%_]/g, (letter) => `\\${letter}`)}%`
  return sql`(ticket.issue_summary ilike ${like} or ticket.external_id = ${text} or ticket.number::text = ${text})`
}
