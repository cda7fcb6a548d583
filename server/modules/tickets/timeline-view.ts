import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Visibility } from './message.ts'

/** One line of a ticket's history, as stored; `message` is set where a message was added. */
export interface TimelineRow {
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly at: number
  readonly actor: { readonly kind: string; readonly id: string }
  readonly actorName: string | null
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly data: Readonly<Record<string, unknown>>
  readonly subjectSeq: number
}

/** A ticket's events after a place in the log, oldest first, with the name of who acted. */
export function listTimelineRows(
  tx: Tx,
  workspaceId: string,
  page: { ticketId: string; after: number; limit: number; visibilities: readonly Visibility[]; withCases: boolean },
): Promise<TimelineRow[]> {
  return tx.rows(sql<TimelineRow>`
    select event.seq, event.id, event.type, event.at, event.actor,
      coalesce(agent.name, token.name, customer.name, member_user.name) as "actorName",
      event.cause, event.data, event.subject_seq as "subjectSeq"
    from events as event
    left join agents as agent
      on event.actor ->> 'kind' = 'agent' and agent.workspace_id = event.workspace_id
        and agent.id = (event.actor ->> 'id')::uuid
    left join service_tokens as token
      on event.actor ->> 'kind' = 'token' and token.workspace_id = event.workspace_id
        and token.id = (event.actor ->> 'id')::uuid
    left join customers as customer
      on event.actor ->> 'kind' = 'customer' and customer.workspace_id = event.workspace_id
        and customer.id = (event.actor ->> 'id')::uuid
    left join members as member
      on event.actor ->> 'kind' = 'member' and member.workspace_id = event.workspace_id
        and member.id = (event.actor ->> 'id')::uuid
    left join users as member_user on member_user.id = member.user_id
    where event.workspace_id = ${workspaceId}
      and event.ticket_id = ${page.ticketId}
      and event.seq > ${page.after}
      and (event.type <> 'message.added' or event.data ->> 'visibility' = any(${page.visibilities}::text[]))
      and (${page.withCases} or event.subject_kind <> 'case')
    order by event.seq
    limit ${page.limit}`)
}
