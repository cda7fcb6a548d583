import type { PreparedStatement } from '../../database/query.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { endpointReasons, type PresenceState } from '../agents/index.ts'
import type { Task } from './task.ts'

/** A task with whoever holds it: what the router is fed. */
export interface RoutableTask extends Pick<
  Task,
  | 'ticketId'
  | 'version'
  | 'kind'
  | 'queue'
  | 'channel'
  | 'priority'
  | 'requirements'
  | 'state'
  | 'agentId'
  | 'enteredAt'
  | 'waitsFrom'
  | 'preferredAgentId'
  | 'preferredUntil'
  | 'preferredAs'
  | 'overflowed'
  | 'partner'
> {
  readonly taskId: string
  readonly exclusions: Task['exclusions']
  /** The exchange's reference of the call behind it; null = it is no call. */
  readonly callRef: string | null
  /** The number it came from; null = it is no call. */
  readonly caller: string | null
  /** Of the ticket. */
  readonly slaPolicy: string | null
  /** The offer that holds units for it: pending, or accepted and not released. */
  readonly hold: OfferHold | null
}

export interface OfferHold {
  readonly offerId: string
  readonly version: number
  readonly state: 'pending' | 'accepted'
  readonly agentId: string
  readonly units: number
  readonly expiresAt: number
}

const select = `
  select task.id as "taskId", task.ticket_id as "ticketId", task.version, task.kind, task.queue, task.channel,
    task.priority, task.requirements, task.state, task.agent_id as "agentId", task.entered_at as "enteredAt", task.waits_from as "waitsFrom",
    task.exclusions, task.preferred_agent_id as "preferredAgentId", task.preferred_until as "preferredUntil",
    task.preferred_as as "preferredAs", task.overflowed, task.partner,
    (select ticket.sla_policy
      from tickets as ticket
      where ticket.workspace_id = task.workspace_id and ticket.id = task.ticket_id) as "slaPolicy",
    case when task.kind in ('call', 'callback') then (
      select call.call_ref
      from calls as call
      where call.workspace_id = task.workspace_id and call.task_id = task.id) end as "callRef",
    case when task.kind = 'call' then (
      select call.from_address
      from calls as call
      where call.workspace_id = task.workspace_id and call.task_id = task.id) end as caller,
    case when coalesce(pending.id, accepted.id) is not null then jsonb_build_object(
      'offerId', coalesce(pending.id, accepted.id), 'version', coalesce(pending.version, accepted.version),
      'state', coalesce(pending.state, accepted.state), 'agentId', coalesce(pending.agent_id, accepted.agent_id),
      'units', coalesce(pending.units, accepted.units),
      'expiresAt', round(extract(epoch from coalesce(pending.expires_at, accepted.expires_at)) * 1000)) end as hold
  from tasks as task
  left join offers as pending
    on pending.workspace_id = task.workspace_id and pending.task_id = task.id and pending.state = 'pending'
  left join offers as accepted
    on accepted.workspace_id = task.workspace_id and accepted.task_id = task.id and accepted.state = 'accepted'
      and accepted.released_at is null
  where task.workspace_id = $1`

const live: PreparedStatement = {
  name: 'routable-live',
  text: `${select} and task.state not in ('done', 'cancelled', 'abandoned')`,
}
const ofTickets: PreparedStatement = {
  name: 'routable-tickets',
  text: `${select} and task.ticket_id = any($2::uuid[])`,
}

const around: PreparedStatement = {
  name: 'routable-around',
  text: `${select} and (task.state = 'offered' or task.id = $2)`,
}

/** Every task that is not over, with its holder: what the router starts from. */
export function findLiveRoutableTasks(tx: Tx, workspaceId: string): Promise<RoutableTask[]> {
  return tx.prepared<RoutableTask>(live, [workspaceId])
}

/** The tasks of these tickets as they are now, those that are over included. */
export function findRoutableTasks(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<RoutableTask[]> {
  return tx.prepared<RoutableTask>(ofTickets, [workspaceId, ticketIds])
}

/** The same as a transaction of its own, in one round trip. */
export function readRoutableTasks(context: Context, ticketIds: readonly string[]): Promise<RoutableTask[]> {
  return context.inOneTrip<RoutableTask>(ofTickets, [context.workspace.id, ticketIds])
}

/** One task, and every task with a pending offer: enough to judge the one when the agents' loads are known. */
export function findRoutableTasksAround(tx: Tx, workspaceId: string, taskId: string): Promise<RoutableTask[]> {
  return tx.prepared<RoutableTask>(around, [workspaceId, taskId])
}

export interface PresenceRow {
  readonly agentId: string
  readonly presence: PresenceState
  readonly keepsOffers: boolean
  readonly isProbing: boolean
  readonly loadVersion: number
}

/** The presence of these agents now. */
export function findPresences(tx: Tx, workspaceId: string, agentIds: readonly string[]): Promise<PresenceRow[]> {
  const statement = {
    name: 'routable-presences',
    text: `
      select load.agent_id as "agentId", load.presence, load.version as "loadVersion",
        load.keeps_offers as "keepsOffers",
        load.presence_reason is not distinct from '${endpointReasons.probing}' as "isProbing"
      from agent_loads as load
      where load.workspace_id = $1 and load.agent_id = any($2::uuid[])`,
  }
  return tx.prepared<PresenceRow>(statement, [workspaceId, agentIds])
}
