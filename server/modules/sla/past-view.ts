import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A fact of the log that clocks heard of when it happened. */
export interface PastFact {
  readonly type: string
  readonly at: number
  readonly to: string | null
  /** Of a merge and its undoing: which of the two tickets went on in the other. */
  readonly sourceId: string | null
  readonly visibility: string | null
  readonly author: string | null
  readonly isOfBot: boolean
  /** Another queue has got the ticket; which one is not told by all that move it. */
  readonly isMove: boolean
}

const heardTypes = [
  'ticket.classified',
  'ticket.assigned',
  'ticket.status_changed',
  'ticket.solved',
  'ticket.closed',
  'ticket.reopened',
  'ticket.merged',
  'ticket.unmerged',
  'message.added',
]

/** What may tell that another queue has got the ticket: its own changes, and the moves of its task. */
const movingTypes = ['ticket.updated', 'task.transferred', 'task.overflowed']

/** What happened to a ticket so far that its clocks depend on, oldest first. */
export function findPastFacts(tx: Tx, workspaceId: string, ticketId: string): Promise<PastFact[]> {
  return tx.rows(sql<PastFact>`
    select event.type, event.at, event.data ->> 'to' as "to", event.data ->> 'sourceId' as "sourceId",
      event.data ->> 'visibility' as visibility, event.data ->> 'authorKind' as author,
      exists (
        select
        from messages as message
        join agents as agent on agent.workspace_id = message.workspace_id and agent.id = message.author_id
        where message.workspace_id = event.workspace_id and message.ticket_id = event.ticket_id
          and message.seq = (event.data ->> 'seq')::integer and agent.kind = 'bot') as "isOfBot",
      event.type = any(${movingTypes}::text[]) as "isMove"
    from events as event
    where event.workspace_id = ${workspaceId} and event.ticket_id = ${ticketId}
      and (event.type = any(${heardTypes}::text[])
        or event.type = 'ticket.updated' and event.data -> 'changed' ? 'queue'
        or event.type = 'task.transferred' and event.data #> '{from,queue}' <> event.data #> '{to,queue}'
        or event.type = 'task.overflowed' and event.data ->> 'queue' <> event.data ->> 'to')
    order by event.seq`)
}
