import type { RawBuilder } from 'kysely'
import { customerMetrics } from '../../core/clocks/index.ts'
import {
  type AbsentField,
  type QueryTerm,
  type StateWord,
  wantsAbsent,
  type WordTerm,
  type WordField,
} from '../../core/filters/index.ts'
import { sql } from '../../database/query.ts'
import { isForStaff } from '../../platform/principal.ts'
import { endedAt } from './ended-at-view.ts'
import { type Asking, isUuid, type TicketFilter } from './ticket-filter.ts'

type Condition = RawBuilder<unknown>

/** What must hold of a ticket, named `ticket`; text is what documents are asked for, and only what is left out is held here. */
export function conditionsOf(filter: TicketFilter, asking: Asking): Condition[] {
  const { scope, partnerId, kind, id } = asking.principal
  const conditions = filter.terms.flatMap((term) => (term.kind === 'text' ? [] : [conditionOf(term, asking)]))
  if (filter.status !== null) conditions.push(sql`ticket.status = any(${filter.status}::text[])`)
  if (filter.queue !== null) conditions.push(sql`ticket.queue = ${filter.queue}`)
  if (filter.assignee !== null) conditions.push(assignee(filter.assignee, asking))
  if (filter.customerId !== null) conditions.push(sql`ticket.customer_id = ${filter.customerId}`)
  if (scope.channels !== null) conditions.push(isOneOf(sql`ticket.channel`, [...scope.channels]))
  if (scope.queues !== null) conditions.push(isOneOf(sql`ticket.queue`, [...scope.queues]))
  if (partnerId !== null) conditions.push(sql`ticket.created_by ->> 'partnerId' = ${partnerId}`)
  if (kind === 'customer') conditions.push(sql`ticket.customer_id = ${id}`)
  return conditions
}

export function all(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}

type FieldTerm = Exclude<QueryTerm, { kind: 'text' }>

function conditionOf(term: FieldTerm, asking: Asking): Condition {
  const positive = positiveOf(term, asking)
  return 'isNegated' in term && term.isNegated ? sql`not coalesce(${positive}, false)` : sql`(${positive})`
}

function positiveOf(term: FieldTerm, asking: Asking): Condition {
  switch (term.kind) {
    case 'word':
      return wantsAbsent(term) ? sql`${wordsOf(term)} or ${absences[term.field]}` : wordsOf(term)
    case 'assignee':
      return assignee(term.who, asking)
    case 'follower':
      return follower(term.who, asking)
    case 'is':
      return stateCondition(term.state, asking)
    case 'breach': {
      const limit = new Date(asking.at + term.withinMs)
      const due = nextDueFor(asking)
      return term.comparison === '<' ? sql`${due} < ${limit}` : sql`${due} > ${limit}`
    }
    case 'age': {
      const limit = new Date(asking.at - term.ms)
      return term.comparison === '<' ? sql`ticket.created_at > ${limit}` : sql`ticket.created_at < ${limit}`
    }
    case 'moment':
      return momentCondition(term)
  }
}

/** When a ticket is next due, as who asks may know it: what is promised among teams and partners is for staff. */
function nextDueFor({ principal }: Asking): Condition {
  if (isForStaff(principal)) return sql`ticket.next_due_at`
  return sql`(
    select min(clock.due_at)
    from sla_clocks as clock
    where clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id
      and clock.metric = any(${[...customerMetrics]}::text[])
      and clock.met_at is null and clock.state in ('running', 'breached'))`
}

const wordColumns: Readonly<
  Record<Exclude<WordField, 'tag' | 'affected' | 'field' | 'customer' | 'number' | 'order' | 'status'>, string>
> = {
  category: 'category',
  type: 'type',
  priority: 'priority',
  channel: 'channel',
  queue: 'queue',
  serviceLine: 'service_line',
  language: 'language',
  externalId: 'external_id',
}

function wordsOf({ field, anyOf }: Pick<WordTerm, 'field' | 'anyOf'>): Condition {
  if (field === 'tag') return sql`ticket.tags && ${anyOf}::text[]`
  if (field === 'affected') return sql`ticket.affected && ${anyOf}::text[]`
  // A name has no `=` in it, while a value may.
  if (field === 'field')
    return sql`exists (
      select
      from unnest(${anyOf}::text[]) as one (wanted)
      where lower(ticket.fields ->> split_part(one.wanted, '=', 1))
        = substr(one.wanted, strpos(one.wanted, '=') + 1))`
  if (field === 'number') return sql`ticket.number = any(${numbersOf(anyOf)}::bigint[])`
  // A status may be named by its own word or by its category, so that `status:open` means what people expect.
  if (field === 'status')
    return sql`(ticket.status = any(${anyOf}::text[]) or ticket.status_category = any(${anyOf}::text[]))`
  if (field === 'customer') {
    return sql`ticket.customer_id in (
      select customer.id
      from customers as customer
      where customer.workspace_id = current_workspace() and customer.external_id = any(${anyOf}::text[])
      union all
      select customer.id
      from customers as customer
      where customer.workspace_id = current_workspace() and customer.name = any(${anyOf}::text[]))`
  }
  if (field === 'order') {
    return sql`ticket.order_id in (
      select orders.id
      from orders
      where orders.workspace_id = current_workspace() and orders.external_id = any(${anyOf}::text[]))`
  }
  return isOneOf(sql`ticket.${sql.id(wordColumns[field])}`, anyOf)
}

/** Of one word alone an index gives what it finds in its own order; of several it would have to be sorted. */
function isOneOf(column: Condition, words: readonly string[]): Condition {
  const [word] = words
  return word !== undefined && words.length === 1 ? sql`${column} = ${word}` : sql`${column} = any(${words}::text[])`
}

/** That a ticket has nothing there, of the fields where that may be. */
const absences: Readonly<Record<AbsentField, Condition>> = {
  category: sql`ticket.category is null`,
  type: sql`ticket.type is null`,
  serviceLine: sql`ticket.service_line is null`,
  order: sql`ticket.order_id is null`,
  tag: sql`cardinality(ticket.tags) = 0`,
  affected: sql`cardinality(ticket.affected) = 0`,
}

/** Words that are no number are the number of no ticket. */
export function numbersOf(words: readonly string[]): number[] {
  return words.filter((word) => /^#?\d{1,15}$/.test(word)).map((word) => Number(word.replace('#', '')))
}

function assignee(who: string, { principal }: Asking): Condition {
  if (who === 'none') return sql`ticket.assignee_id is null`
  const agentId = who === 'me' ? principal.agentId : who
  if (isUuid(agentId)) return sql`ticket.assignee_id = ${agentId}::uuid`
  if (agentId === null) return sql`false`
  return sql`ticket.assignee_id in (
    select agent.id
    from agents as agent
    where agent.workspace_id = current_workspace()
      and lower(${agentId}) in (lower(agent.name), lower(split_part(agent.name, ' ', 1))))`
}

function follower(who: string, { principal }: Asking): Condition {
  const agentId = who === 'me' ? principal.agentId : who
  if (!isUuid(agentId)) return sql`false`
  return sql`ticket.id in (
    select follower.ticket_id
    from ticket_followers as follower
    where follower.workspace_id = current_workspace() and follower.agent_id = ${agentId}::uuid)`
}

function stateCondition(state: StateWord, asking: Asking): Condition {
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
      return sql`${nextDueFor(asking)} < ${new Date(asking.at)}`
    case 'snoozed':
      return sql`ticket.snoozed_until is not null`
    case 'escalated':
      return sql`ticket.id in (
        select member.ticket_id
        from case_tickets as member
        where member.workspace_id = current_workspace() and member.is_open)`
  }
}

const momentColumns = {
  created: sql`ticket.created_at`,
  updated: sql`ticket.updated_at`,
  ended: endedAt,
}

function momentCondition({ field, from, to }: Extract<QueryTerm, { kind: 'moment' }>): Condition {
  const at = momentColumns[field]
  const bounds = [
    ...(from === null ? [] : [sql`${at} >= ${new Date(from)}`]),
    ...(to === null ? [] : [sql`${at} < ${new Date(to)}`]),
  ]
  return all(bounds)
}
