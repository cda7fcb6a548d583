import { sql } from '../../database/query.ts'

/**
 * A column (`MonitorBrief[]`, in the order they began) for statements that name the table `task`. Names are looked up one
 * by one, so that a task nobody watches costs one look.
 */
export const monitorsOfTask = sql`
  coalesce((
    select jsonb_agg(jsonb_build_object('id', monitor.id, 'mode', monitor.mode,
      'since', round(extract(epoch from monitor.created_at) * 1000),
      'supervisor', jsonb_build_object('kind', monitor.supervisor_kind, 'id', monitor.supervisor_id,
        'agentId', monitor.supervisor_agent_id,
        'name', case monitor.supervisor_kind
          when 'token' then (
            select token.name
            from service_tokens as token
            where token.workspace_id = monitor.workspace_id and token.id = monitor.supervisor_id)
          else (
            select person.name
            from users as person
            where person.id = (
              select member.user_id
              from members as member
              where member.workspace_id = monitor.workspace_id and member.id = monitor.supervisor_id)) end))
      order by monitor.id)
    from monitors as monitor
    where monitor.workspace_id = task.workspace_id and monitor.task_id = task.id and monitor.ended_at is null), '[]')`
