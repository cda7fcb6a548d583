import type { GoneKey } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How many rows name a key: open tickets, tasks that are not over, open cases, agents, live tokens, subscriptions. */
export interface KeyUse extends Pick<GoneKey, 'list' | 'key'> {
  readonly tickets: number
  readonly tasks: number
  readonly cases: number
  readonly agents: number
  readonly tokens: number
  readonly webhooks: number
}

/** What open cases name, their clocks too. */
const wordsOfCases = (workspaceId: string) => sql`
  select 'case', word.list, word.key
  from cases as one
  cross join lateral (
    values ('queues', one.queue), ('reasons', one.reason),
      ('calendars', one.clock -> 'clock' ->> 'calendar')) as word (list, key)
  where one.workspace_id = ${workspaceId} and one.status <> 'closed'`

/** What agents are and can. */
const wordsOfAgents = (workspaceId: string) => sql`
  select 'agent', word.list, word.key
  from agents as agent
  cross join lateral (
    values ('teams', agent.team)
    union all
    select 'queues', queue from unnest(agent.queues) as queue
    union all
    select 'channels', channel from unnest(agent.channels) as channel
    union all
    select 'skills', skill from jsonb_object_keys(agent.skills) as skill) as word (list, key)
  where agent.workspace_id = ${workspaceId} and agent.archived_at is null`

/** What subscriptions are limited to: one that names a queue which is gone would be told nothing, without a word. */
const wordsOfWebhooks = (workspaceId: string) => sql`
  select 'webhook', word.list, word.key
  from webhook_endpoints as endpoint
  cross join lateral (
    select 'queues', queue from unnest(endpoint.queues) as queue
    union all
    select 'channels', channel from unnest(endpoint.channels) as channel) as word (list, key)
  where endpoint.workspace_id = ${workspaceId} and endpoint.deleted_at is null`

/** Who uses these keys; a key that nobody uses is left out. A language that an agent speaks is no use of it. */
export function findKeyUses(
  tx: Tx,
  workspaceId: string,
  keys: readonly Pick<GoneKey, 'list' | 'key'>[],
): Promise<KeyUse[]> {
  return tx.rows(sql<KeyUse>`
    with gone as (
      select gone.list, gone.key
      from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as gone (list text, key text)),
    used as (
      select 'ticket' as place, word.list, word.key
      from tickets as ticket
      cross join lateral (
        values ('queues', ticket.queue), ('types', ticket.type), ('categories', ticket.category),
          ('serviceLines', ticket.service_line), ('channels', ticket.channel), ('languages', ticket.language),
          ('lifecycles', ticket.lifecycle), ('slaPolicies', ticket.sla_policy)
        union all
        select 'services', service from unnest(ticket.affected) as service) as word (list, key)
      where ticket.workspace_id = ${workspaceId} and ticket.status_category <> 'closed'
      union all
      select distinct on (clock.ticket_id, clock.detail -> 'clock' ->> 'calendar')
        'ticket', 'calendars', clock.detail -> 'clock' ->> 'calendar'
      from sla_clocks as clock
      join tickets as ticket on ticket.workspace_id = clock.workspace_id and ticket.id = clock.ticket_id
      where clock.workspace_id = ${workspaceId}
        and ticket.status_category <> 'closed'
        and exists (select from gone where gone.list = 'calendars')
      union all
      select 'task', word.list, word.key
      from tasks as task
      cross join lateral (
        values ('queues', task.queue), ('channels', task.channel)
        union all
        select 'skills', skill from jsonb_object_keys(task.requirements -> 'skills') as skill
        union all
        select 'languages', language
        from jsonb_array_elements_text(task.requirements -> 'languages') as language) as word (list, key)
      where task.workspace_id = ${workspaceId} and task.state not in ('done', 'cancelled', 'abandoned')
      union all
      ${wordsOfCases(workspaceId)}
      union all
      ${wordsOfAgents(workspaceId)}
      union all
      select 'token', word.list, word.key
      from service_tokens as token
      cross join lateral (
        select 'queues', queue from unnest(token.queues) as queue
        union all
        select 'channels', channel from unnest(token.channels) as channel) as word (list, key)
      where token.workspace_id = ${workspaceId}
        and token.revoked_at is null
        and (token.expires_at is null or token.expires_at > now())
      union all
      ${wordsOfWebhooks(workspaceId)})
    select gone.list, gone.key, count(*) filter (where used.place = 'ticket') as tickets,
      count(*) filter (where used.place = 'task') as tasks, count(*) filter (where used.place = 'case') as cases,
      count(*) filter (where used.place = 'agent') as agents, count(*) filter (where used.place = 'token') as tokens,
      count(*) filter (where used.place = 'webhook') as webhooks
    from gone
    join used on used.list = gone.list and used.key = gone.key
    group by gone.list, gone.key
    order by gone.list, gone.key`)
}

/** A status with the number of open tickets that have it. */
export interface StatusUse {
  readonly lifecycle: string
  readonly status: string
  readonly tickets: number
}

/** Open tickets in these statuses; of one that leaves, also those that wait and will go back to it. */
export function findStatusUses(
  tx: Tx,
  workspaceId: string,
  statuses: readonly { lifecycle: string; status: string; leaves: boolean }[],
): Promise<StatusUse[]> {
  return tx.rows(sql<StatusUse>`
    select gone.lifecycle, gone.status, count(*) as tickets
    from jsonb_to_recordset(${JSON.stringify(statuses)}::jsonb) as gone (lifecycle text, status text, leaves boolean)
    join tickets as ticket
      on ticket.lifecycle = gone.lifecycle
        and (ticket.status = gone.status or (gone.leaves and ticket.returns_to = gone.status))
    where ticket.workspace_id = ${workspaceId} and ticket.status_category <> 'closed'
    group by gone.lifecycle, gone.status
    order by gone.lifecycle, gone.status`)
}
