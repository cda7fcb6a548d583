import { people } from './people.ts'
import { isHeld, isOver, type LoggedEvent, type OfferRow, type RowOf } from './rows/row-types.ts'
import type { RowTx } from './rows/row-tx.ts'
import type { Rows } from './rows/rows.ts'

/** The promises that are watched at every commit and at the end; the report of a run names them. */
export const invariants = {
  accepted_twice: 'a task has at most one accepted offer that is not released',
  pending_twice: 'an agent has at most one pending offer of a task, a person one at all',
  over_capacity: 'units in use and reserved never exceed the capacity but by what was forced',
  units_differ: 'the units of an agent are those of its offers',
  torn: 'a task is what its offers say, and its offers what the task says',
  ended_twice: 'an offer ends once and stays as it ended',
  wrong_end: 'an offer is answered before its expiry and expires after it, whoever ends it',
  stale_epoch: 'a router whose epoch is over writes nothing',
  to_absent: 'nobody is offered anything while not available',
  drains_idle: 'who drains and holds nothing is offline',
  asked_again: 'who refused a task or let it run out is not asked again by the router before the cool-down is over',
  rank_lost: 'the entry of a task never changes, and what is over stays so',
  log_torn: 'each subject has one event for each place, each offer one for its beginning and one for its end',
  answer_differs: 'what a caller was told of an offer is what the offer became',
  deadlock: 'no two transactions wait for each other',
  failed: 'nothing fails that was not refused for a reason',
  forgotten: 'a task that an available agent could take is offered',
  left_standing: 'no offer stands past its expiry, or with an agent who is not available and keeps none',
  memory_differs: 'what the router remembers is what the rows say',
  restless: 'whoever acts comes to an end',
  stuck: 'all work can be finished',
} as const

export type Rule = keyof typeof invariants

/** A promise that was broken, with what it was broken at. */
export class Broken extends Error {
  readonly rule: Rule
  constructor(rule: Rule, detail: string) {
    super(`${rule}: ${detail}`)
    this.rule = rule
  }
}

/** Watches every commit on rows in memory. `latest` is the highest time any process has had. */
export function watchCommits(rows: Rows<RowTx>, latest: () => number): void {
  rows.onCommit = (tx) => {
    const { load, task, offer } = tx.written
    if (tx.epoch !== null && Object.keys(tx.written).length > 0) checkEpoch(tx, rows)
    for (const one of offer?.values() ?? []) checkOffer({ tx, rows, offer: one, latest: latest() })
    for (const one of task?.values() ?? []) checkTask(rows, one)
    // What these look at together cannot have changed otherwise.
    if (load !== undefined || offer !== undefined) checkUnits(tx)
    if (task !== undefined || offer !== undefined) checkTasks(tx)
  }
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

function checkTask({ tables }: Rows<RowTx>, task: RowOf['task']): void {
  const before = tables.task.get(task.id)
  if (before === undefined) return
  if (before.enteredAt !== task.enteredAt || isOver(before)) throw new Broken('rank_lost', `${task.id} ${before.state}`)
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
      ((task.state === 'active' || task.state === 'wrapup') && accepted[0]?.agentId !== task.agentId) ||
      (accepted.length > 0 && !['active', 'wrapup', 'paused'].includes(task.state))
    if (isTorn) throw new Broken('torn', `${task.id} is ${task.state} with ${own.map(({ state }) => state).join()}`)
  }
}

/** Looks through the log: places of subjects without holes, and for each offer its beginning and its one end. */
export function checkLog(
  events: readonly LoggedEvent[],
  rows: { offers: readonly OfferRow[]; tickets: readonly { id: string; eventSeq: number }[] },
): void {
  const ofSubject = Map.groupBy(events, ({ subjectId }) => subjectId)
  for (const { id, eventSeq } of rows.tickets) {
    const places = (ofSubject.get(id) ?? []).map(({ subjectSeq }) => subjectSeq)
    const isWhole = places.every((place, index) => place === index + 1) && places.length === eventSeq
    if (!isWhole) throw new Broken('log_torn', `${id} has places ${places.join()} of ${eventSeq}`)
  }
  const told = Map.groupBy(
    events.filter(({ type }) => type.startsWith('offer.')),
    ({ data }) => String(data['offerId']).slice(-10),
  )
  const all = [...told.values()]
  const expected = rows.offers.flatMap(({ decisionId, state, createdAt, expiresAt }) => {
    // Work taken or given by hand is held as an offer nobody had to answer.
    if (decisionId === null && expiresAt === createdAt) return []
    return [state === 'pending' ? 'offer.created' : `offer.created offer.${state}`]
  })
  const found = all.map((list) => list.map(({ type }) => type).join(' '))
  if (found.toSorted().join() !== expected.toSorted().join())
    throw new Broken('log_torn', `told ${found.join()}, became ${expected.join()}`)
}
