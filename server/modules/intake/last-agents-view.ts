import type { Context } from '../../platform/context.ts'

/** The agent who worked for a customer last. */
export interface LastAgent {
  readonly customerId: string
  readonly agentId: string
  /** When that work ended, or now while it lasts; epoch ms. */
  readonly workedUntil: number
}

/** Tickets of a customer that are looked at: the newest ones, so that one with very many costs no more. */
const ticketsSeen = 8

const statement = {
  name: 'intake-last-agents',
  text: `
    select asked.id as "customerId", last.agent_id as "agentId", last.worked_until as "workedUntil"
    from unnest($2::uuid[]) as asked (id)
    cross join lateral (
      select offer.agent_id, coalesce(offer.released_at, $3::timestamptz) as worked_until
      from (
        select ticket.id
        from tickets as ticket
        where ticket.workspace_id = $1 and ticket.customer_id = asked.id
        order by ticket.id desc
        limit ${ticketsSeen}) as recent
      join tasks as task on task.workspace_id = $1 and task.ticket_id = recent.id and task.case_id is null
      join offers as offer on offer.workspace_id = $1 and offer.task_id = task.id and offer.state = 'accepted'
      order by worked_until desc, offer.ended_at desc
      limit 1) as last`,
}

/** Who worked last for each of these customers, in one round trip; those nobody has worked for are left out. */
export function readLastAgents(context: Context, customerIds: readonly string[]): Promise<LastAgent[]> {
  return context.inOneTrip<LastAgent>(statement, [
    context.workspace.id,
    [...new Set(customerIds)],
    new Date(context.now()),
  ])
}
