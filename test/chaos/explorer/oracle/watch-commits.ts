import { Broken } from './invariants.ts'
import { exploredWorkflow } from '../explored-workflow.ts'
import { people } from '../people.ts'
import { isHeld, isOver, type OfferRow, type RowOf } from '../rows/row-types.ts'
import type { RowTx } from '../rows/row-tx.ts'
import type { Rows } from '../rows/rows.ts'
import { checkChoices } from './choices.ts'
import { checkMaxima } from './maxima.ts'
import { checkLost, checkPresences, checkTold } from './beside-agents.ts'
import { checkCalls, checkConsults, checkWrapups } from './beside-tasks.ts'
import type { World } from '../world.ts'

/** Watches every commit on rows in memory. */
export function watchCommits(rows: Rows<RowTx>, world: World): void {
  rows.onCommit = (tx) => {
    const { latest } = world
    const { load, task, offer, consult, call, timer, delivery } = tx.written
    if (tx.epoch !== null && tx.hasWritten) checkEpoch(tx, rows)
    checkWorkflow(tx)
    for (const one of offer?.values() ?? []) checkOffer({ tx, rows, offer: one, latest })
    for (const one of task?.values() ?? []) checkTask(tx, rows, one)
    // What these look at together cannot have changed otherwise.
    if (load !== undefined || offer !== undefined) checkUnits(tx)
    if (task !== undefined || offer !== undefined) checkTasks(tx)
    if (task !== undefined || consult !== undefined) checkConsults(tx)
    if (task !== undefined || call !== undefined) checkCalls(tx, world)
    if (task !== undefined || timer !== undefined) checkWrapups(tx)
    if (load !== undefined) checkPresences(tx, rows)
    if (offer !== undefined || delivery !== undefined) checkTold(tx)
    if (task !== undefined) checkLost(tx, rows)
    if (offer !== undefined) checkMaxima(tx, rows, world)
    checkChoices(tx, rows, world)
  }
}

function checkWorkflow({ workflowVersion, hasWritten }: RowTx): void {
  const { version } = exploredWorkflow()
  if (hasWritten && workflowVersion !== null && workflowVersion !== version)
    throw new Broken('old_workflow', `written by version ${workflowVersion} under ${version}`)
}

function checkEpoch(tx: RowTx, { tables }: Rows<RowTx>): void {
  for (const { epoch } of tables.shard.values())
    if (epoch !== tx.epoch) throw new Broken('stale_epoch', `epoch ${tx.epoch} wrote under ${epoch}`)
}

function checkOffer({
  tx,
  rows,
  offer,
  latest,
}: {
  tx: RowTx
  rows: Rows<RowTx>
  offer: OfferRow
  latest: number
}): void {
  const { id, agentId, taskId, state, expiresAt, endedAt } = offer
  const before = rows.tables.offer.get(id)
  if (before === undefined) {
    if (offer.forced) return
    if (tx.get('load', agentId)?.presence !== 'available') throw new Broken('to_absent', `${id} to ${agentId}`)
    // Somebody who hands a task to this agent by name asks whomever it likes.
    if (offer.decisionId === null) return
    const until = tx.get('task', taskId)?.exclusions[agentId] ?? 0
    if (until > latest) throw new Broken('asked_again', `${agentId} for ${taskId}, ${until - latest} ms early`)
    return
  }
  if (before.state !== 'pending') {
    const isSame = state === before.state && endedAt === before.endedAt
    if (!isSame || before.releasedAt !== null) throw new Broken('ended_twice', `${id} was ${before.state}, is ${state}`)
    return
  }
  if (state === 'pending') return
  const isLate = (endedAt ?? 0) >= expiresAt
  if (isLate !== (state === 'expired')) throw new Broken('wrong_end', `${id} ${state} ${(endedAt ?? 0) - expiresAt} ms`)
}

function checkTask(tx: RowTx, { tables }: Rows<RowTx>, task: RowOf['task']): void {
  const before = tables.task.get(task.id)
  if (before === undefined) return
  const isRestarted = tx.events.some(({ type, data }) => type === 'task.transferred' && data['restart'] === true)
  if ((before.enteredAt !== task.enteredAt && !isRestarted) || isOver(before))
    throw new Broken('rank_lost', `${task.id} ${before.state}`)
  const isSame = task.version === before.version && task.state === before.state
  if (task.version <= before.version && !isSame)
    throw new Broken('torn', `${task.id} went back to version ${task.version}`)
}

function checkUnits(tx: RowTx): void {
  const offers = tx.all('offer').filter(isHeld)
  for (const { id } of people) {
    const load = tx.get('load', id)
    if (load === undefined) continue
    const { presence, usedUnits, reservedUnits, capacityUnits, forcedUnits } = load
    if (presence === 'draining' && usedUnits + reservedUnits === 0) throw new Broken('drains_idle', id)
    if (usedUnits + reservedUnits > capacityUnits + forcedUnits)
      throw new Broken('over_capacity', `${id} ${usedUnits} + ${reservedUnits} of ${capacityUnits} + ${forcedUnits}`)
    const held = { accepted: 0, pending: 0 }
    let single = 0
    for (const offer of offers) {
      if (offer.agentId !== id) continue
      held[offer.state === 'pending' ? 'pending' : 'accepted'] += offer.units
      if (offer.state === 'pending' && offer.isOneAtATime) single += 1
    }
    if (single > 1) throw new Broken('pending_twice', `${id} has ${single}`)
    if (held.accepted !== usedUnits || held.pending !== reservedUnits)
      throw new Broken(
        'units_differ',
        `${id} ${usedUnits}/${reservedUnits} kept, ${held.accepted}/${held.pending} held`,
      )
  }
}

function checkTasks(tx: RowTx): void {
  const offers = tx.all('offer').filter(isHeld)
  for (const task of tx.all('task')) {
    const own = offers.filter(({ taskId }) => taskId === task.id)
    const accepted = own.filter(({ state }) => state === 'accepted')
    const pending = own.filter(({ state }) => state === 'pending')
    if (accepted.length > 1) throw new Broken('accepted_twice', task.id)
    if (new Set(pending.map(({ agentId }) => agentId)).size < pending.length) throw new Broken('pending_twice', task.id)
    const isTorn =
      (task.state === 'offered') !== pending.length > 0 ||
      (task.state === 'active' && accepted[0]?.agentId !== task.agentId) ||
      (accepted.length > 0 && accepted[0]?.agentId !== task.agentId) ||
      pending.some(({ queue }) => queue !== task.queue) ||
      (accepted.length > 0 && !['active', 'wrapup', 'paused'].includes(task.state))
    if (isTorn) throw new Broken('torn', `${task.id} is ${task.state} with ${own.map(({ state }) => state).join()}`)
  }
}
