import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { BrokenInvariant } from './invariants-view.ts'

/** Broken promises of wrap-ups, consults and monitors: units elsewhere, no end in sight, company to work that has moved on. */
export function findBrokenMoves(tx: Tx, workspaceId: string, limit: number): Promise<BrokenInvariant[]> {
  return tx.rows(sql<BrokenInvariant>`
    with broken as (
      select 'wrapup_held_elsewhere' as rule, task.id as subject_id, 'units are held by another agent' as detail
      from tasks as task
      join offers as offer on offer.workspace_id = task.workspace_id and offer.task_id = task.id
      where task.workspace_id = ${workspaceId}
        and task.state = 'wrapup'
        and offer.state = 'accepted'
        and offer.released_at is null
        and offer.agent_id <> task.agent_id
      union all
      select 'wrapup_without_end', task.id, 'no timer ends it'
      from tasks as task
      where task.workspace_id = ${workspaceId}
        and task.state = 'wrapup'
        and not exists (
          select 1
          from timers as timer
          where timer.workspace_id = task.workspace_id and timer.kind = 'task.wrapup' and timer.subject_id = task.id)
      union all
      select 'consult_without_its_task', consult.task_id, 'task is ' || task.state
      from consults as consult
      join tasks as task on task.workspace_id = consult.workspace_id and task.id = consult.task_id
      where consult.workspace_id = ${workspaceId}
        and consult.ended_at is null
        and (task.state not in ('active', 'paused') or task.agent_id is distinct from consult.from_agent_id)
      union all
      select 'monitor_without_its_task', monitor.task_id, 'task is ' || task.state
      from monitors as monitor
      join tasks as task on task.workspace_id = monitor.workspace_id and task.id = monitor.task_id
      where monitor.workspace_id = ${workspaceId}
        and monitor.ended_at is null
        and (task.state not in ('active', 'paused') or task.agent_id is distinct from monitor.agent_id))
    select broken.rule, broken.subject_id as "subjectId", broken.detail
    from broken
    limit ${limit}`)
}
