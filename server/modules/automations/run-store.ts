import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { AutomationRun } from './run.ts'

/** Keeps a run. One of the same automation on the same occasion is kept once. */
export async function insertRun(tx: Tx, workspaceId: string, run: AutomationRun): Promise<void> {
  await tx.count(sql`
    insert into automation_runs (workspace_id, id, automation, ticket_id, trigger, on_event, event_id, outcome, code,
      reason, did, chain, workflow_version, at)
    values (${workspaceId}, ${run.id}, ${run.automation}, ${run.ticketId}, ${run.trigger}, ${run.onEvent}, ${run.eventId},
      ${run.outcome}, ${run.code}, ${run.reason}, ${run.did}, ${run.chain}, ${run.workflowVersion}, ${new Date(run.at)})
    on conflict (workspace_id, ticket_id, automation, trigger) do nothing`)
}

/** Removes runs from before an instant of tickets that are closed; of others they keep a rule from acting twice. */
export function deleteOldRuns(
  tx: Tx,
  workspaceId: string,
  { beforeMs, limit }: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from automation_runs
    where automation_runs.workspace_id = ${workspaceId}
      and automation_runs.id in (
        select run.id
        from automation_runs as run
        join tickets as ticket on ticket.workspace_id = run.workspace_id and ticket.id = run.ticket_id
        where run.workspace_id = ${workspaceId}
          and run.at < ${new Date(beforeMs)}
          and ticket.status_category = 'closed'
        order by run.id
        limit ${limit})`)
}
