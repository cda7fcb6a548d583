import type { Engine } from '../../../../server/core/routing/index.ts'
import { exploredWorkflow, unitsByKind } from '../explored-workflow.ts'
import { people } from '../people.ts'
import type { RowTx } from '../rows/row-tx.ts'
import { isHeld, type LoadRow, type OfferRow, type RowOf } from '../rows/row-types.ts'
import type { Rows } from '../rows/rows.ts'
import type { World } from '../world.ts'
import { Broken } from './invariants.ts'

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
  for (const agentId of new Set(fresh.map((offer) => offer.agentId)))
    checkRoom(
      tx,
      fresh.filter((offer) => offer.agentId === agentId),
    )
  const engine = world.routers.find(({ actor }) => actor === tx.actor)?.engine ?? null
  const [offer] = fresh
  if (engine === null || offer === undefined || fresh.length > 1 || !knowsAll(engine, rows)) return
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

/** What goes over the capacity of whom the router asks is work that one of its offers may interrupt. */
function checkRoom(tx: RowTx, offers: readonly OfferRow[]): void {
  const load = tx.get('load', offers[0]?.agentId ?? '')
  if (load === undefined) return
  const interruptible = offers.map(({ taskId }) => interruptibleUnits(tx, load.id, tx.get('task', taskId)?.kind ?? ''))
  const room = load.capacityUnits + Math.max(...interruptible)
  if (load.usedUnits + load.reservedUnits <= room) return
  throw new Broken('over_capacity', `${load.id} takes ${load.usedUnits} + ${load.reservedUnits} of ${room}`)
}

/** Whether the router has heard of everything and decided on one task: what it chooses then is judged by the rows. */
function knowsAll(engine: Engine, { tables }: Rows<RowTx>): boolean {
  if ([...engine.tasks.values()].filter(({ state }) => state === 'reserved').length !== 1) return false
  for (const { id, version } of tables.load.values())
    if (engine.agents.get(id)?.presenceVersion !== version) return false
  for (const { id, version, endedAt } of tables.task.values())
    if (endedAt === null && engine.tasks.get(id)?.version !== version) return false
  return true
}

function canTake({ rows, engine }: { rows: Rows<RowTx>; engine: Engine }, load: LoadRow, task: RowOf['task']): boolean {
  const { id, presence, usedUnits, reservedUnits, capacityUnits } = load
  const own = {
    all: rows.list.bind(rows),
    get: (...[table, key]: Parameters<RowTx['get']>) => rows.tables[table].get(key),
  }
  const units = (unitsByKind as Readonly<Record<string, number>>)[task.kind] ?? 0
  const room = capacityUnits + interruptibleUnits(own as Pick<RowTx, 'all' | 'get'>, id, task.kind)
  const isAnswering = rows.list('offer').some((offer) => offer.agentId === id && offer.state === 'pending')
  const isPerson = people.find((one) => one.id === id)?.kind === 'person'
  const isAside = (engine.agents.get(id)?.setAsideUntil ?? 0) > engine.now
  const isFree = usedUnits + reservedUnits + units <= room && !(isPerson && isAnswering) && !isAside
  return presence === 'available' && isFree && (task.exclusions[id] ?? 0) <= engine.now
}

/** For whom the task waits: there, able to take it and not excluded, until the time is over. */
function keeperOf({ tables }: Rows<RowTx>, { now }: Engine, task: RowOf['task']): string | null {
  const { preferredAgentId: id, preferredUntil, exclusions } = task
  if (id === null || (preferredUntil ?? 0) <= now || (exclusions[id] ?? 0) > now) return null
  return tables.load.get(id)?.presence === 'available' ? id : null
}
