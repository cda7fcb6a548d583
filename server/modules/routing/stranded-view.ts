import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { BrokenInvariant } from './invariants-view.ts'

/** The keys of the workflow in force that decide where work can go. */
export interface WorkflowKeys {
  readonly queues: readonly string[]
  readonly types: readonly string[]
  readonly lifecycles: readonly string[]
  /** As `nameOfStatus` writes them. */
  readonly statuses: readonly string[]
  readonly policies: readonly string[]
}

/** Open tickets and tasks that name what the workflow does not have: nothing can be done with them. */
export function findStranded(
  tx: Tx,
  workspaceId: string,
  { keys, limit }: { keys: WorkflowKeys; limit: number },
): Promise<BrokenInvariant[]> {
  return tx.rows(sql<BrokenInvariant>`
    with stranded as (
      select 'ticket_unknown_to_workflow' as rule, ticket.id as subject_id, concat_ws(', ',
        case when ticket.queue <> all(${keys.queues}::text[]) then 'queue ' || ticket.queue end,
        case when ticket.type <> all(${keys.types}::text[]) then 'type ' || ticket.type end,
        case when ticket.lifecycle <> all(${keys.lifecycles}::text[]) then 'lifecycle ' || ticket.lifecycle
          when ticket.lifecycle || ' ' || ticket.status <> all(${keys.statuses}::text[]) then 'status ' || ticket.status
          when ticket.lifecycle || ' ' || ticket.returns_to <> all(${keys.statuses}::text[])
            then 'status ' || ticket.returns_to end,
        case when ticket.sla_policy <> all(${keys.policies}::text[]) then 'SLA policy ' || ticket.sla_policy end) as detail
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and ticket.status_category <> 'closed'
      union all
      select 'task_unknown_to_workflow', task.id,
        case when task.queue <> all(${keys.queues}::text[]) then 'queue ' || task.queue else '' end
      from tasks as task
      where task.workspace_id = ${workspaceId} and task.state not in ('done', 'cancelled', 'abandoned'))
    select stranded.rule, stranded.subject_id as "subjectId", stranded.detail
    from stranded
    where stranded.detail <> ''
    limit ${limit}`)
}
