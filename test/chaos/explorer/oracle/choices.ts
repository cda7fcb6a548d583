import type { Engine } from '../../../../server/core/routing/index.ts'
import { exploredWorkflow, isOnShift, unitsByKind } from '../explored-workflow.ts'
import { people } from '../people.ts'
import type { RowTx } from '../rows/row-tx.ts'
import { isHeld, type LoadRow, type OfferRow, type RowOf } from '../rows/row-types.ts'
import type { Rows } from '../rows/rows.ts'
import type { World } from '../world.ts'
import { Broken } from './invariants.ts'
import { isAtMaximum } from './maxima.ts'

/** Units of an agent's work that a task of this kind may interrupt. */
function interruptibleUnits(tx: Pick<RowTx, 'all' | 'get'>, agentId: string, kind: string): number {
  const interrupted =
    (exploredWorkflow().capacity.interrupts as Readonly<Record<string, readonly string[]>>)[kind] ?? []
  return tx
    .all('offer')
    .filter((offer) => offer.agentId === agentId && isHeld(offer))
    .filter(({ taskId }) => interrupted.includes(tx.get('task', taskId)?.kind ?? ''))
    .reduce((sum, { units }) => sum + units, 0)
}

/** Judges whom the router has just asked, where it knew all there was to know. */
export function checkChoices(tx: RowTx, rows: Rows<RowTx>, world: World): void {
  const fresh = [...(tx.written.offer?.values() ?? [])].filter(
    ({ id, decisionId, state }) => decisionId !== null && state === 'pending' && !rows.tables.offer.has(id),
  )
  if (fresh.length === 0) return
  for (const one of fresh) checkTerms(tx, one, world)
  const engine = world.routers.find(({ actor }) => actor === tx.actor)?.engine ?? null
  // By the workflow the router has: it reads a newer one with its next turn.
  if (engine?.config.workflowVersion !== String(exploredWorkflow().version)) return
  for (const agentId of new Set(fresh.map((offer) => offer.agentId)))
    checkRoom(
      tx,
      fresh.filter((offer) => offer.agentId === agentId),
    )
  const [offer] = fresh
  if (offer === undefined || fresh.length > 1 || !knowsAll(engine, rows)) return
  const task = rows.tables.task.get(offer.taskId)
  if (task === undefined) return
  const free = rows.list('load').filter((load) => canTake({ rows, engine }, load, task))
  const keeper = keeperOf(rows, engine, task)
  if (keeper !== null && keeper !== offer.agentId)
    throw new Broken('kept_for_another', `${task.id} to ${offer.agentId}, kept for ${keeper}`)
  const gap = exploredWorkflow().queues.get(task.queue)?.fairnessGap ?? null
  if (gap === null || keeper !== null) return
  // What is taken and let go between two looks of the router it counts only when it begins anew.
  const servedOf = (agentId: string) => engine.agents.get(agentId)?.served ?? 0
  const least = Math.min(...free.map(({ id }) => servedOf(id)))
  if (servedOf(offer.agentId) > least + gap)
    throw new Broken('unfair', `${offer.agentId} took ${servedOf(offer.agentId)}, somebody who is free ${least}`)
}

/** Shifts and endpoints, which the router follows by what it has heard: judged where it has heard all. */
function checkTerms(tx: RowTx, { id, agentId, createdAt }: OfferRow, { restSince, routers }: World): void {
  const shift = people.find((one) => one.id === agentId)?.shift ?? null
  if (createdAt >= restSince && !isOnShift(shift, createdAt)) throw new Broken('off_shift', `${id} to ${agentId}`)
  const load = tx.get('load', agentId)
  const engine = routers.find(({ actor }) => actor === tx.actor)?.engine
  const isKnown = engine?.agents.get(agentId)?.presenceVersion === tx.rowsBeside.tables.load.get(agentId)?.version
  if (load?.presenceReason !== 'endpoint_probing' || !isKnown) return
  const others = tx.all('offer').filter((one) => one.agentId === agentId && one.state === 'pending' && one.id !== id)
  if (others.some(({ decisionId }) => decisionId !== null)) throw new Broken('probed_twice', `${id} to ${agentId}`)
}

/** What goes over the capacity of whom the router asks is work that one of its offers may interrupt. */
function checkRoom(tx: RowTx, offers: readonly OfferRow[]): void {
  const load = tx.get('load', offers[0]?.agentId ?? '')
  if (load === undefined) return
  const interruptible = offers.map(({ taskId }) => interruptibleUnits(tx, load.id, tx.get('task', taskId)?.kind ?? ''))
  const room = load.capacityUnits + Math.max(...interruptible)
  if (load.usedUnits + load.reservedUnits <= room) return
  throw new Broken('over_capacity', `${load.id} takes ${load.usedUnits} + ${load.reservedUnits} of ${room}`)
}

/**
 * Whether the router has heard of everything, shifts as they are at its own instant among it, and decided on one task:
 * what it chooses then is judged by the rows.
 */
function knowsAll(engine: Engine, { tables }: Rows<RowTx>): boolean {
  if ([...engine.tasks.values()].filter(({ state }) => state === 'reserved').length !== 1) return false
  for (const { id, version } of tables.load.values()) {
    const agent = engine.agents.get(id)
    const shift = people.find((one) => one.id === id)?.shift ?? null
    if (agent?.presenceVersion !== version || agent.isOffShift === isOnShift(shift, engine.now)) return false
  }
  for (const { id, version, endedAt } of tables.task.values())
    if (endedAt === null && engine.tasks.get(id)?.version !== version) return false
  return true
}

function canTake({ rows, engine }: { rows: Rows<RowTx>; engine: Engine }, load: LoadRow, task: RowOf['task']): boolean {
  const { id, presence, presenceReason, usedUnits, reservedUnits, capacityUnits } = load
  const own = {
    all: rows.list.bind(rows),
    get: (...[table, key]: Parameters<RowTx['get']>) => rows.tables[table].get(key),
  }
  const units = (unitsByKind as Readonly<Record<string, number>>)[task.kind] ?? 0
  const room = capacityUnits + interruptibleUnits(own as Pick<RowTx, 'all' | 'get'>, id, task.kind)
  const isAnswering = rows.list('offer').some((offer) => offer.agentId === id && offer.state === 'pending')
  const isPerson = people.find((one) => one.id === id)?.kind === 'person'
  const isOneAtATime = isPerson || presenceReason === 'endpoint_probing'
  const isAside = (engine.agents.get(id)?.setAsideUntil ?? 0) > engine.now
  const kindOf = (taskId: string) => rows.tables.task.get(taskId)?.kind
  const isFull = isAtMaximum({ offers: rows.list('offer'), kindOf }, { agentId: id, kind: task.kind })
  const hasRoom = usedUnits + reservedUnits + units <= room && !isFull
  const isFree = hasRoom && !(isOneAtATime && isAnswering) && !isAside
  const { shift = null } = people.find((one) => one.id === id) ?? {}
  const isThere = presence === 'available' && isOnShift(shift, engine.now)
  return isThere && isFree && (task.exclusions[id] ?? 0) <= engine.now
}

/** For whom the task waits: there, able to take it and not excluded, until the time is over. */
function keeperOf({ tables }: Rows<RowTx>, { now }: Engine, task: RowOf['task']): string | null {
  const { preferredAgentId: id, preferredUntil, exclusions } = task
  if (id === null || (preferredUntil ?? 0) <= now || (exclusions[id] ?? 0) > now) return null
  const { shift = null } = people.find((one) => one.id === id) ?? {}
  return tables.load.get(id)?.presence === 'available' && isOnShift(shift, now) ? id : null
}
