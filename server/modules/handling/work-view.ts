import type { PreparedStatement } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PresenceState } from '../agents/index.ts'
import type { TaskState } from '../routing/index.ts'
import type { StoredClock } from '../sla/index.ts'

/** Where the work is that an offer or a task names. */
interface WorkPlace {
  /** Null where the task itself was named. */
  readonly offerId: string | null
  readonly taskId: string
  readonly ticketId: string
  /** Whom the offer was made to, or who has the task. */
  readonly agentId: string
}

const places: PreparedStatement = {
  name: 'work-places',
  text: `
    select offer.id as "offerId", offer.task_id as "taskId", offer.ticket_id as "ticketId", offer.agent_id as "agentId"
    from offers as offer
    where offer.workspace_id = $1 and offer.id = any($2::uuid[])
    union all
    select null, task.id, task.ticket_id, task.agent_id
    from tasks as task
    where task.workspace_id = $1 and task.id = any($3::uuid[]) and task.agent_id is not null`,
}

/** The places of these offers, and of these tasks as far as somebody has them, before anything is held. */
export function findWorkPlaces(
  tx: Tx,
  workspaceId: string,
  { offerIds, taskIds }: { offerIds: readonly string[]; taskIds: readonly string[] },
): Promise<WorkPlace[]> {
  return tx.prepared<WorkPlace>(places, [workspaceId, offerIds, taskIds])
}

/** A task with the one offer that somebody is asked for it by or has it by, and with what decides about moving it. */
export interface Work {
  readonly taskId: string
  readonly ticketId: string
  readonly isOfCase: boolean
  readonly kind: string
  readonly state: TaskState
  readonly version: number
  readonly agentId: string | null
  readonly enteredAt: number
  readonly offer: {
    readonly id: string
    readonly state: 'pending' | 'accepted'
    readonly agentId: string
    readonly units: number
    readonly queue: string
    readonly channel: string
    readonly expiresAt: number
    /** The partner whose agent it is. */
    readonly partnerId: string | null
    /** Nobody hears of it but who follows the events: its agent is no partner and has no endpoint. */
    readonly isToldByEvents: boolean
  }
  /** Of the offer's agent. */
  readonly load: { readonly version: number; readonly presence: PresenceState }
  /** Somebody is asked for advice about it. */
  readonly hasConsult: boolean
  /** Somebody watches it. */
  readonly hasMonitor: boolean
  /** Time moves its ticket on. */
  readonly hasStay: boolean
  /** Of its ticket, in the order they began. */
  readonly clocks: readonly StoredClock[]
}

interface WorkRow extends Omit<Work, 'offer' | 'load' | 'clocks'> {
  readonly offer: Work['offer']
  readonly load: Work['load']
  readonly clocks: readonly { readonly id: string; readonly detail: Omit<StoredClock, 'id'> }[]
}

/** Written so that the planner can only go from the tasks on, also in a database that was never analyzed. */
const work: PreparedStatement = {
  name: 'work-read',
  text: `
    select task.id as "taskId", task.ticket_id as "ticketId", task.case_id is not null as "isOfCase", task.kind,
      task.state, task.version, task.agent_id as "agentId", task.entered_at as "enteredAt",
      jsonb_build_object('id', live.id, 'state', live.state, 'agentId', live.agent_id, 'units', live.units,
        'queue', live.queue, 'channel', live.channel, 'expiresAt', round(extract(epoch from live.expires_at) * 1000),
        'partnerId', agent.partner_id, 'isToldByEvents', agent.is_told_by_events) as offer,
      jsonb_build_object('version', load.version, 'presence', load.presence) as load,
      exists (
        select
        from consults as consult
        where consult.workspace_id = task.workspace_id and consult.task_id = task.id and consult.ended_at is null)
        as "hasConsult",
      exists (
        select
        from monitors as monitor
        where monitor.workspace_id = task.workspace_id and monitor.task_id = task.id and monitor.ended_at is null)
        as "hasMonitor",
      exists (
        select
        from ticket_stays as stay
        where stay.workspace_id = task.workspace_id and stay.ticket_id = task.ticket_id) as "hasStay",
      clocks.list as clocks
    from tasks as task
    cross join lateral (
      select offer.*
      from offers as offer
      where offer.workspace_id = task.workspace_id
        and offer.task_id = task.id
        and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))
      limit 2) as live
    cross join lateral (
      select one.partner_id,
        one.kind = 'person' or (one.kind = 'bot' and one.endpoint_url is null) as is_told_by_events
      from agents as one
      where one.workspace_id = task.workspace_id and one.id = live.agent_id
      limit 1) as agent
    cross join lateral (
      select one.version, one.presence
      from agent_loads as one
      where one.workspace_id = task.workspace_id and one.agent_id = live.agent_id
      limit 1) as load
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('id', clock.id, 'detail', clock.detail)
        order by clock.started_at, clock.id), '[]') as list
      from sla_clocks as clock
      where clock.workspace_id = task.workspace_id and clock.ticket_id = task.ticket_id) as clocks
    where task.workspace_id = $1 and task.id = any($2::uuid[])`,
}

/** Those of these tasks that exactly one live offer is there for. Their tickets and agents are held. */
export async function findWork(
  tx: Tx,
  workspaceId: string,
  taskIds: readonly string[],
): Promise<ReadonlyMap<string, Work>> {
  const rows = await tx.prepared<WorkRow>(work, [workspaceId, taskIds])
  const byTask = Map.groupBy(rows, ({ taskId }) => taskId)
  return new Map(
    [...byTask].flatMap(([taskId, [one, ...others]]): [string, Work][] =>
      one === undefined || others.length > 0 ? [] : [[taskId, workOf(one)]],
    ),
  )
}

function workOf({ clocks, ...row }: WorkRow): Work {
  return { ...row, clocks: clocks.map(({ id, detail }) => ({ id, ...detail })) }
}
