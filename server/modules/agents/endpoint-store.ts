import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { endpointReasons } from './endpoint-reasons.ts'
import { changed, type PresenceChange } from './presence-store.ts'

const { failing, probing } = endpointReasons

/** An agent that its failing endpoint has just made busy; `pauses` says for the how manieth time in a row. */
export interface OpenedBreaker extends PresenceChange {
  readonly pauses: number
}

/**
 * Counts an offer that did not get through. With the `limit`th in a row, or the first while it is only being tried, an
 * available agent becomes busy and is in the answer.
 */
export function countFailure(
  tx: Tx,
  workspaceId: string,
  failure: { agentId: string; limit: number; at: number },
): Promise<OpenedBreaker | null> {
  return tx.first(sql<OpenedBreaker>`
    with before as (
      select held.agent_id, held.presence,
        held.presence = 'available'
          and (held.endpoint_failures + 1 >= ${failure.limit}
            or held.presence_reason is not distinct from ${probing}) as opens
      from agent_loads as held
      where held.workspace_id = ${workspaceId} and held.agent_id = ${failure.agentId}
      for no key update),
    counted as (
      update agent_loads as load
      set endpoint_failures = load.endpoint_failures + 1,
        endpoint_pauses = load.endpoint_pauses + before.opens::integer,
        presence = case when before.opens then 'busy' else load.presence end,
        presence_reason = case when before.opens then ${failing} else load.presence_reason end,
        presence_since = case when before.opens then ${new Date(failure.at)}::timestamptz else load.presence_since end,
        version = load.version + before.opens::integer,
        event_seq = load.event_seq + before.opens::integer
      from before
      where load.workspace_id = ${workspaceId} and load.agent_id = before.agent_id
      returning before.opens, load.endpoint_pauses as pauses, ${changed})
    select counted."agentId", counted."from", counted."to", counted.reason, counted."loadVersion", counted."eventSeq",
      counted.pauses
    from counted
    where counted.opens`)
}

/** Forgets what failed before, and lets an agent that was busy or tried for it be available as before. */
export function clearFailures(
  tx: Tx,
  workspaceId: string,
  answer: { agentId: string; at: number },
): Promise<PresenceChange | null> {
  return tx.first(sql<PresenceChange>`
    with before as (
      select held.agent_id, held.presence,
        (held.presence = 'available' and held.presence_reason is not distinct from ${probing})
          or (held.presence = 'busy' and held.presence_reason is not distinct from ${failing}) as closes
      from agent_loads as held
      where held.workspace_id = ${workspaceId}
        and held.agent_id = ${answer.agentId}
        and (held.endpoint_failures > 0 or held.endpoint_pauses > 0)
      for no key update),
    cleared as (
      update agent_loads as load
      set endpoint_failures = 0,
        endpoint_pauses = 0,
        presence = case when before.closes then 'available' else load.presence end,
        presence_reason = case when before.closes then null else load.presence_reason end,
        presence_since = case when before.closes then ${new Date(answer.at)}::timestamptz else load.presence_since end,
        version = load.version + before.closes::integer,
        event_seq = load.event_seq + before.closes::integer
      from before
      where load.workspace_id = ${workspaceId} and load.agent_id = before.agent_id
      returning before.closes, ${changed})
    select cleared."agentId", cleared."from", cleared."to", cleared.reason, cleared."loadVersion", cleared."eventSeq"
    from cleared
    where cleared.closes`)
}

/** Lets an agent whose endpoint failed be tried again; null when it is not busy for that any more. */
export function beginProbe(
  tx: Tx,
  workspaceId: string,
  probe: { agentId: string; at: number },
): Promise<PresenceChange | null> {
  const at = new Date(probe.at)
  return tx.first(sql<PresenceChange>`
    with before as (
      select held.agent_id, held.presence
      from agent_loads as held
      where held.workspace_id = ${workspaceId}
        and held.agent_id = ${probe.agentId}
        and held.presence = 'busy'
        and held.presence_reason = ${failing}
      for no key update)
    update agent_loads as load
    set presence = 'available', presence_reason = ${probing}, presence_since = ${at}, idle_since = ${at},
      version = load.version + 1, event_seq = load.event_seq + 1
    from before
    where load.workspace_id = ${workspaceId} and load.agent_id = before.agent_id
    returning ${changed}`)
}

/** Whether the endpoint has failed so often that it was given a pause, and has answered nothing since. */
export async function isEndpointDoubtful(tx: Tx, workspaceId: string, agentId: string): Promise<boolean> {
  const row = await tx.first(sql<{ pauses: number }>`
    select load.endpoint_pauses as pauses
    from agent_loads as load
    where load.workspace_id = ${workspaceId} and load.agent_id = ${agentId}`)
  return row !== null && row.pauses > 0
}
