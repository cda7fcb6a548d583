import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { PresenceState } from './agent.ts'

/** Units one agent takes or gives back; at most one entry an agent in a batch. */
export interface UnitChange {
  readonly agentId: string
  readonly units: number
  /** Units of the agent's work that may be interrupted for these: so many more fit. The caller holds the load. */
  readonly interruptible?: number
}

/** An agent's load after a change. `eventSeq` is its place in the agent's own sequence, for an event about the agent. */
export interface LoadChange {
  readonly agentId: string
  readonly loadVersion: number
  readonly eventSeq: number
  readonly usedUnits: number
  readonly reservedUnits: number
  readonly presence: PresenceState
}

/** Adds the load row of a new agent. */
export async function insertLoad(
  tx: Tx,
  workspaceId: string,
  load: { agentId: string; capacityUnits: number; at: number },
): Promise<void> {
  const at = new Date(load.at)
  await tx.count(sql`
    insert into agent_loads (workspace_id, agent_id, capacity_units, presence_since, idle_since, event_seq)
    values (${workspaceId}, ${load.agentId}, ${load.capacityUnits}, ${at}, ${at}, 1)`)
}

/**
 * Takes an agent's next place in its sequence, and sets its capacity unless that is null. Work in hand above a smaller
 * capacity counts as forced, so it may be finished and nothing new comes.
 */
export function setCapacity(
  tx: Tx,
  workspaceId: string,
  change: { agentId: string; capacityUnits: number | null },
): Promise<LoadChange | null> {
  const capacity = sql`coalesce(${change.capacityUnits}::integer, load.capacity_units)`
  return tx.first(sql<LoadChange>`
    update agent_loads as load
    set capacity_units = ${capacity},
      forced_units = ${excess(sql`load.used_units`, sql`load.reserved_units`, capacity)},
      version = load.version + (load.capacity_units <> ${capacity})::integer,
      event_seq = load.event_seq + 1
    where load.workspace_id = ${workspaceId} and load.agent_id = ${change.agentId}
    returning ${changed}`)
}

/**
 * Reserves units for offers, in the claim's transaction: only for agents who are available and have room
 * (routing.md 2.6: count and claim are one step). Gives those who won; the others are left as they are. What goes over
 * capacity because other work is interrupted is kept as forced.
 */
export function reserveUnits(tx: Tx, workspaceId: string, changes: readonly UnitChange[]): Promise<LoadChange[]> {
  return tx.rows(sql<LoadChange>`
    with ${wanted(workspaceId, changes)}
    update agent_loads as load
    set reserved_units = load.reserved_units + wanted.units,
      forced_units = ${excess(sql`load.used_units`, sql`load.reserved_units + wanted.units`)}, ${raised}
    from wanted
    where load.workspace_id = ${workspaceId}
      and load.agent_id = wanted.agent_id
      and load.presence = 'available'
      and load.used_units + load.reserved_units + wanted.units <= load.capacity_units + wanted.interruptible
    returning ${changed}`)
}

/**
 * Undoes a reservation of this very transaction. Where nothing of it is left (`isWhole`) the row is as it was: nobody has
 * seen the change and no event tells of it.
 */
export function unreserveUnits(
  tx: Tx,
  workspaceId: string,
  changes: readonly (UnitChange & { readonly isWhole: boolean })[],
): Promise<LoadChange[]> {
  return tx.rows(sql<LoadChange>`
    update agent_loads as load
    set reserved_units = load.reserved_units - undone.units,
      forced_units = ${excess(sql`load.used_units`, sql`load.reserved_units - undone.units`)},
      version = load.version - undone.is_whole::integer, event_seq = load.event_seq - undone.is_whole::integer
    from unnest(${changes.map((change) => change.agentId)}::uuid[], ${changes.map((change) => change.units)}::integer[],
      ${changes.map((change) => change.isWhole)}::boolean[]) as undone (agent_id, units, is_whole)
    where load.workspace_id = ${workspaceId} and load.agent_id = undone.agent_id
    returning ${changed}`)
}

/** Turns reserved units into used ones when an offer is accepted; `at` is the acceptance, which ends a row of misses. */
export function moveReservedToUsed(
  tx: Tx,
  workspaceId: string,
  changes: readonly UnitChange[],
  at: number,
): Promise<LoadChange[]> {
  return tx.rows(sql<LoadChange>`
    with ${wanted(workspaceId, changes)}
    update agent_loads as load
    set reserved_units = load.reserved_units - wanted.units, used_units = load.used_units + wanted.units,
      idle_since = ${new Date(at)}, missed_offers = 0, ${raised}
    from wanted
    where load.workspace_id = ${workspaceId} and load.agent_id = wanted.agent_id
    returning ${changed}`)
}

/** Gives back the units of offers that ended without acceptance. */
export function releaseReserved(tx: Tx, workspaceId: string, changes: readonly UnitChange[]): Promise<LoadChange[]> {
  return tx.rows(sql<LoadChange>`
    with ${wanted(workspaceId, changes)}
    update agent_loads as load
    set reserved_units = load.reserved_units - wanted.units,
      forced_units = ${excess(sql`load.used_units`, sql`load.reserved_units - wanted.units`)}, ${raised}
    from wanted
    where load.workspace_id = ${workspaceId} and load.agent_id = wanted.agent_id
    returning ${changed}`)
}

/** Gives back the units of work that is over or paused; `at` is when the agent became that much freer. */
export function releaseUsed(
  tx: Tx,
  workspaceId: string,
  changes: readonly UnitChange[],
  at: number,
): Promise<LoadChange[]> {
  return tx.rows(sql<LoadChange>`
    with ${wanted(workspaceId, changes)}
    update agent_loads as load
    set used_units = load.used_units - wanted.units,
      forced_units = ${excess(sql`load.used_units - wanted.units`, sql`load.reserved_units`)},
      idle_since = ${new Date(at)}, ${raised}
    from wanted
    where load.workspace_id = ${workspaceId} and load.agent_id = wanted.agent_id
    returning ${changed}`)
}

/**
 * Puts work on agents without an offer before it: only where they are available and have room, as an offer asks. Gives
 * those who took it; the others are left as they are. What goes over capacity because other work is interrupted is kept
 * as forced.
 */
export function takeUnits(
  tx: Tx,
  workspaceId: string,
  changes: readonly UnitChange[],
  at: number,
): Promise<LoadChange[]> {
  return tx.rows(sql<LoadChange>`
    with ${wanted(workspaceId, changes)}
    update agent_loads as load
    set used_units = load.used_units + wanted.units,
      forced_units = ${excess(sql`load.used_units + wanted.units`, sql`load.reserved_units`)},
      idle_since = ${new Date(at)}, ${raised}
    from wanted
    where load.workspace_id = ${workspaceId}
      and load.agent_id = wanted.agent_id
      and load.presence = 'available'
      and load.used_units + load.reserved_units + wanted.units <= load.capacity_units + wanted.interruptible
    returning ${changed}`)
}

/** Puts work on agents whatever their presence and room; what goes over capacity is kept as forced. */
export function forceUnits(
  tx: Tx,
  workspaceId: string,
  changes: readonly UnitChange[],
  at: number,
): Promise<LoadChange[]> {
  return tx.rows(sql<LoadChange>`
    with ${wanted(workspaceId, changes)}
    update agent_loads as load
    set used_units = load.used_units + wanted.units,
      forced_units = ${excess(sql`load.used_units + wanted.units`, sql`load.reserved_units`)},
      idle_since = ${new Date(at)}, ${raised}
    from wanted
    where load.workspace_id = ${workspaceId} and load.agent_id = wanted.agent_id
    returning ${changed}`)
}

const raised = sql`version = load.version + 1, event_seq = load.event_seq + 1`

const changed = sql`load.agent_id as "agentId", load.version as "loadVersion", load.event_seq as "eventSeq",
  load.used_units as "usedUnits", load.reserved_units as "reservedUnits", load.presence`

/** What is forced: the part of the load above capacity, so that it shrinks as work ends. */
function excess(used: ReturnType<typeof sql>, reserved: ReturnType<typeof sql>, capacity = sql`load.capacity_units`) {
  return sql`greatest(0, ${used} + ${reserved} - ${capacity})`
}

/** The rows of a batch, locked in the order of their ids, which every writer of this table keeps: no two can deadlock. */
function wanted(workspaceId: string, changes: readonly UnitChange[]) {
  return sql`wanted as (
    select held.agent_id, batch.units, batch.interruptible
    from unnest(${changes.map((change) => change.agentId)}::uuid[], ${changes.map((change) => change.units)}::integer[],
        ${changes.map((change) => change.interruptible ?? 0)}::integer[])
      as batch (agent_id, units, interruptible)
    join agent_loads as held on held.workspace_id = ${workspaceId} and held.agent_id = batch.agent_id
    order by held.agent_id
    for no key update of held)`
}
