import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PresenceState } from './agent.ts'

/** A change of presence that happened, with what an event about it needs. */
export interface PresenceChange {
  readonly agentId: string
  readonly from: PresenceState
  readonly to: PresenceState
  readonly reason: string | null
  readonly loadVersion: number
  readonly eventSeq: number
}

export interface WantedPresence {
  readonly agentId: string
  readonly state: PresenceState
  readonly reason: string | null
  readonly source: 'api' | 'socket'
  readonly at: number
  /** When it ends by itself; null = it stays. */
  readonly until: number | null
  /** Pending offers stay although the agent leaves `available`. */
  readonly keepOffers: boolean
}

/**
 * Sets one agent's presence. `isNew` is false when state and reason were so already: then only source and time limit
 * are renewed and the version stays. Null when there is no such agent.
 */
export function changePresence(
  tx: Tx,
  workspaceId: string,
  wanted: WantedPresence,
): Promise<(PresenceChange & { isNew: boolean }) | null> {
  const at = new Date(wanted.at)
  return tx.first(sql<PresenceChange & { isNew: boolean }>`
    with before as (
      select held.agent_id, held.presence,
        (held.presence, held.presence_reason, held.keeps_offers)
          is distinct from (${wanted.state}, ${wanted.reason}, ${wanted.keepOffers}) as is_new
      from agent_loads as held
      where held.workspace_id = ${workspaceId} and held.agent_id = ${wanted.agentId}
      for no key update)
    update agent_loads as load
    set presence = ${wanted.state},
      presence_reason = ${wanted.reason},
      presence_source = ${wanted.source},
      presence_since = case when before.is_new then ${at}::timestamptz else load.presence_since end,
      presence_until = ${wanted.until === null ? null : new Date(wanted.until)},
      heartbeat_at = case when ${wanted.source} = 'socket' then now() end,
      idle_since = case when ${wanted.state} = 'available' and before.presence <> 'available'
        then ${at}::timestamptz else load.idle_since end,
      keeps_offers = ${wanted.keepOffers},
      missed_offers = case when ${wanted.state} = 'available' then 0 else load.missed_offers end,
      version = load.version + before.is_new::integer,
      event_seq = load.event_seq + before.is_new::integer
    from before
    where load.workspace_id = ${workspaceId} and load.agent_id = before.agent_id
    returning before.is_new as "isNew", ${changed}`)
}

/** Ends a presence whose time is over; null when it has none any more. */
export function endTimedPresence(
  tx: Tx,
  workspaceId: string,
  ending: { agentId: string; at: number },
): Promise<PresenceChange | null> {
  return tx.first(sql<PresenceChange>`
    with before as (
      select held.agent_id, held.presence
      from agent_loads as held
      where held.workspace_id = ${workspaceId}
        and held.agent_id = ${ending.agentId}
        and held.presence_until <= ${new Date(ending.at)}
        and held.presence <> 'offline'
      for no key update)
    update agent_loads as load
    set presence_reason = 'time_limit', ${wentOffline(ending.at)}
    from before
    where load.workspace_id = ${workspaceId} and load.agent_id = before.agent_id
    returning ${changed}`)
}

/** Notes a sign of life of these agents' sockets. A row that is being changed is passed over: the next beat is near. */
export function noteHeartbeats(tx: Tx, workspaceId: string, agentIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    with alive as (
      select held.agent_id
      from agent_loads as held
      where held.workspace_id = ${workspaceId}
        and held.agent_id = any(${agentIds}::uuid[])
        and held.presence_source = 'socket'
        and held.presence <> 'offline'
      order by held.agent_id
      for no key update skip locked)
    update agent_loads as load
    set heartbeat_at = now()
    from alive
    where load.workspace_id = ${workspaceId} and load.agent_id = alive.agent_id`)
}

/** Takes offline whose socket has been silent for `silentMs` of database time. */
export function takeSilentOffline(
  tx: Tx,
  workspaceId: string,
  search: { silentMs: number; at: number },
): Promise<PresenceChange[]> {
  return tx.rows(sql<PresenceChange>`
    with before as (
      select held.agent_id, held.presence
      from agent_loads as held
      where held.workspace_id = ${workspaceId}
        and held.presence_source = 'socket'
        and held.presence <> 'offline'
        and held.heartbeat_at < now() - make_interval(secs => ${search.silentMs / 1000})
      order by held.agent_id
      limit 500
      for no key update skip locked)
    update agent_loads as load
    set presence_reason = 'connection_lost', ${wentOffline(search.at)}
    from before
    where load.workspace_id = ${workspaceId} and load.agent_id = before.agent_id
    returning ${changed}`)
}

/** Takes offline who is draining and holds nothing. */
export function takeDrainedOffline(
  tx: Tx,
  workspaceId: string,
  search: { agentIds: readonly string[]; at: number },
): Promise<PresenceChange[]> {
  return tx.rows(sql<PresenceChange>`
    with before as (
      select held.agent_id, held.presence
      from agent_loads as held
      where held.workspace_id = ${workspaceId}
        and held.agent_id = any(${search.agentIds}::uuid[])
        and held.presence = 'draining'
        and held.used_units + held.reserved_units = 0
      order by held.agent_id
      for no key update)
    update agent_loads as load
    set presence_reason = 'drained', ${wentOffline(search.at)}
    from before
    where load.workspace_id = ${workspaceId} and load.agent_id = before.agent_id
    returning ${changed}`)
}

/** Counts one offer that each agent let run out; who reaches `limit` in a row is made busy and is in the answer. */
export function countMisses(
  tx: Tx,
  workspaceId: string,
  misses: { agentIds: readonly string[]; limit: number; at: number },
): Promise<PresenceChange[]> {
  return tx.rows(sql<PresenceChange>`
    with before as (
      select held.agent_id, held.presence,
        held.presence = 'available' and held.missed_offers + 1 >= ${misses.limit} as pauses
      from agent_loads as held
      where held.workspace_id = ${workspaceId} and held.agent_id = any(${misses.agentIds}::uuid[])
        and not exists (
          select 1
          from agents as desk
          where desk.workspace_id = held.workspace_id and desk.id = held.agent_id and desk.is_partner_desk)
      order by held.agent_id
      for no key update),
    counted as (
      update agent_loads as load
      set missed_offers = load.missed_offers + 1,
        presence = case when before.pauses then 'busy' else load.presence end,
        presence_reason = case when before.pauses then 'missed_offers' else load.presence_reason end,
        presence_since = case when before.pauses then ${new Date(misses.at)}::timestamptz else load.presence_since end,
        version = load.version + before.pauses::integer,
        event_seq = load.event_seq + before.pauses::integer
      from before
      where load.workspace_id = ${workspaceId} and load.agent_id = before.agent_id
      returning before.pauses, ${changed})
    select counted."agentId", counted."from", counted."to", counted.reason, counted."loadVersion", counted."eventSeq"
    from counted
    where counted.pauses`)
}

/** The columns that a change of presence gives back, of rows `load` and `before`. */
export const changed = sql`load.agent_id as "agentId", before.presence as "from", load.presence as "to",
  load.presence_reason as reason, load.version as "loadVersion", load.event_seq as "eventSeq"`

function wentOffline(at: number) {
  return sql`presence = 'offline', keeps_offers = false, presence_since = ${new Date(at)}, presence_until = null, heartbeat_at = null,
      version = load.version + 1, event_seq = load.event_seq + 1`
}
