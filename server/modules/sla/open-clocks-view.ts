import type { Clock } from '../../core/clocks/index.ts'
import type { StatusCategory } from '../../core/lifecycle/index.ts'
import type { Priority } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** An open ticket with its clocks, and what they depend on. */
export interface OpenClocks {
  readonly ticketId: string
  readonly slaPolicy: string
  readonly priority: Priority
  readonly status: string
  readonly statusCategory: StatusCategory
  readonly lifecycle: string
  readonly clocks: readonly Clock[]
}

/** Open tickets that have a policy, in the order of their ids. */
export function findOpenClocks(
  tx: Tx,
  workspaceId: string,
  page: { after: string | null; limit: number },
): Promise<OpenClocks[]> {
  return tx.rows(sql<OpenClocks>`
    select ticket.id as "ticketId", ticket.sla_policy as "slaPolicy", ticket.priority,
      ticket.status, ticket.status_category as "statusCategory", ticket.lifecycle,
      coalesce((
        select jsonb_agg(clock.detail -> 'clock' order by clock.started_at, clock.id)
        from sla_clocks as clock
        where clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id), '[]') as clocks
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.status_category not in ('solved', 'closed')
      and ticket.sla_policy is not null
      and (${page.after}::uuid is null or ticket.id > ${page.after}::uuid)
    order by ticket.id
    limit ${page.limit}`)
}
