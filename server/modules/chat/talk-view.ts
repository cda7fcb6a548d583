import type { OpenedBy } from '../../core/clocks/index.ts'
import type { Priority } from '../../core/workflow/index.ts'
import type { StatusCategory } from '../../core/lifecycle/index.ts'
import type { PreparedStatement } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { StoredClock } from '../sla/index.ts'

/** A live chat with what decides about a message in it; its clocks are those that can still change. */
export interface Talk {
  readonly id: string
  readonly ticketId: string
  readonly chatSeq: number
  readonly agentReadSeq: number
  readonly messageSeq: number
  readonly eventSeq: number
  readonly channel: string
  readonly queue: string
  readonly lifecycle: string
  readonly status: string
  readonly statusCategory: StatusCategory
  readonly slaPolicy: string | null
  readonly priority: Priority
  readonly createdAt: number
  readonly openedBy: OpenedBy
  readonly partnerId: string | null
  readonly customerId: string
  readonly customerName: string | null
  /** It has a callback, was merged, or its customer erased: more than the message must be thought of. */
  readonly isSpecial: boolean
  readonly clocks: readonly StoredClock[]
}

interface TalkRow extends Omit<Talk, 'clocks'> {
  readonly clocks: readonly { readonly id: string; readonly detail: Omit<StoredClock, 'id'> }[]
}

/** The last clock of each metric is the one that waits, where one does. */
const readTalks: PreparedStatement = {
  name: 'talk-read',
  text: `
    select chat.id, chat.ticket_id as "ticketId", chat.message_seq as "chatSeq",
      chat.agent_read_seq as "agentReadSeq", ticket.message_seq as "messageSeq",
      ticket.event_seq as "eventSeq", ticket.channel, ticket.queue, ticket.lifecycle, ticket.status,
      ticket.status_category as "statusCategory", ticket.sla_policy as "slaPolicy", ticket.priority,
      ticket.created_at as "createdAt", ticket.opened_by as "openedBy",
      ticket.created_by ->> 'partnerId' as "partnerId",
      customer.id as "customerId", customer.name as "customerName",
      (ticket.callback_url is not null or customer.erased_at is not null or exists (
        select
        from ticket_merges as joined
        where joined.workspace_id = ticket.workspace_id and joined.source_id = ticket.id and joined.undone_at is null))
        as "isSpecial",
      clocks.list as clocks
    from chat_sessions as chat
    join tickets as ticket on ticket.workspace_id = chat.workspace_id and ticket.id = chat.ticket_id
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', clock.id, 'detail', clock.detail)
        order by clock.started_at, clock.id), '[]') as list
      from (
        select every.metric, max(every.instance) as instance
        from sla_clocks as every
        where every.workspace_id = ticket.workspace_id and every.ticket_id = ticket.id
        group by every.metric) as last
      join sla_clocks as clock
        on clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id and clock.metric = last.metric
        and (clock.instance = last.instance or clock.state in ('running', 'paused'))) as clocks
    where chat.workspace_id = $1 and chat.id = any($2::uuid[]) and chat.ended_at is null`,
}

/** Live chats by their ids. */
export async function findTalks(
  tx: Tx,
  workspaceId: string,
  chatIds: readonly string[],
): Promise<ReadonlyMap<string, Talk>> {
  const rows = await tx.prepared<TalkRow>(readTalks, [workspaceId, chatIds])
  return new Map(
    rows.map(({ clocks, ...talk }) => [
      talk.id,
      { ...talk, clocks: clocks.map(({ id, detail }) => ({ id, ...detail })) },
    ]),
  )
}

const readTaken: PreparedStatement = {
  name: 'talk-taken',
  text: `
    select spoken.chat_id as "chatId", spoken.client_id as "clientId"
    from unnest($2::uuid[], $3::text[]) as asked (chat_id, client_id)
    cross join lateral (
      select one.chat_id, one.client_id
      from chat_messages as one
      where one.workspace_id = $1 and one.chat_id = asked.chat_id and one.client_id = asked.client_id
        and one.client_id is not null
      limit 1) as spoken`,
}

/** Those of these ids of senders that a message of the chat has already, as `chatId clientId`. */
export async function findTakenIds(
  tx: Tx,
  workspaceId: string,
  ids: readonly { readonly chatId: string; readonly clientId: string }[],
): Promise<ReadonlySet<string>> {
  const values = [workspaceId, ids.map(({ chatId }) => chatId), ids.map(({ clientId }) => clientId)]
  const rows = await tx.prepared<{ chatId: string; clientId: string }>(readTaken, values)
  return new Set(rows.map(({ chatId, clientId }) => `${chatId} ${clientId}`))
}
