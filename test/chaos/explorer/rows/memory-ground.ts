import { isWorthRepeating } from '../../../../server/database/failure.ts'
import type { HorizonView } from '../../../../server/modules/events/commit-horizon.ts'
import type { Context, Tx } from '../../../../server/platform/context.ts'
import { createMemory } from '../../../../server/platform/memory.ts'
import { systemPrincipal } from '../../../../server/platform/principal.ts'
import type { ClaimedTimer } from '../../../../server/modules/timers/index.ts'
import { callRefOf } from '../enter-task.ts'
import type { Caller, Ground, Sight } from '../ground.ts'
import { numberedId } from '../next-id.ts'
import { people, ticketIds } from '../people.ts'
import { plantable } from '../planted.ts'
import type { LoggedEvent } from './row-types.ts'
import { RowTx, rowTx } from './row-tx.ts'
import type { Rows } from './rows.ts'
import { freshTicket } from './fresh-ticket.ts'

const workspace = { id: numberedId(0), slug: 'explored', name: 'Explored', purpose: 'live', clockOffsetMs: 0 } as const
/** As in `inTransaction` of the product. */
const repeats = 4

/** Rows<RowTx> in memory as the ground of a schedule, with everybody in place and no work yet. */
export function memoryGround(rows: Rows<RowTx>, now: number): Ground {
  rows.tables.shard.set(workspace.id, { id: workspace.id, epoch: 0 })
  rows.tables.workflow.set(workspace.id, { id: workspace.id, version: 1 })
  for (const { id, kind, capacityUnits } of people) {
    rows.tables.agent.set(id, { id, kind, version: 1 })
    rows.tables.load.set(id, freshLoad(id, capacityUnits, now))
  }
  for (const [index, id] of ticketIds.entries()) rows.tables.ticket.set(id, freshTicket(id, index + 1, now))
  const memory = createMemory()
  const look = createSight(rows)
  return {
    contextOf: (caller) => {
      const enter = <T>(work: (tx: RowTx) => Promise<T>) => inTransaction(rows, caller, work)
      const context: Context = {
        workspace,
        principal: systemPrincipal,
        origin: null,
        cause: null,
        requestId: 'explorer',
        memory,
        isInside: false,
        now: caller.now,
        transaction: enter,
        read: enter,
        readAsOne: enter,
        readByKeys: enter,
        within: (tx) => {
          const join = <T>(work: (open: Tx) => Promise<T>) => work(tx)
          return { ...context, isInside: true, transaction: join, read: join, readAsOne: join, readByKeys: join }
        },
        inOneTrip: () => {
          throw new Error('A statement in one trip has no twin.')
        },
      }
      return context
    },
    look: async () => look(),
    view: async (asked) => viewOf(rows, asked),
    events: async () => rows.events,
    insertCall: (tx, call) => rowTx(tx).run(() => rowTx(tx).put('call', freshCall(call))),
    lockWorkflow: (tx) => rowTx(tx).run(() => rowTx(tx).lock('workflow', workspace.id)),
    endDelivery: (tx, id, state) =>
      rowTx(tx).run(() => {
        const delivery = rowTx(tx).get('delivery', id)
        if (delivery?.state !== 'pending') return
        rowTx(tx).lock('delivery', id)
        rowTx(tx).put('delivery', { ...delivery, state })
      }),
    claimTimer: async (id, now) => claimTimer(rows, id, now),
  }
}

function freshCall({ id, taskId, ticketId, at }: { id: string; taskId: string; ticketId: string; at: number }) {
  const ends = { from: '+34600123456', to: '+34910000001' }
  const open = { answeredAt: null, endedAt: null, endedBy: null, endReason: null, callbackAt: null }
  return { id, ticketId, taskId, callRef: callRefOf(id), ...ends, startedAt: at, ...open }
}

function claimTimer(rows: Rows<RowTx>, id: string, now: number): ClaimedTimer | null {
  const timer = rows.tables.timer.get(id)
  if (timer === undefined || !timer.isArmed || timer.dueAt > now || rows.lockOf('timer', id).alone !== null) return null
  const claimed = { ...timer, epoch: timer.epoch + 1 }
  rows.set('timer', claimed)
  return claimed
}

async function inTransaction<T>(rows: Rows<RowTx>, caller: Caller, work: (tx: RowTx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const actor = caller.actor()
    // It would need a second connection while it holds one: enough of these at once, and all wait for each other.
    if (actor.isInTransaction) throw new Error('A transaction was opened beside an open one of the same call.')
    await actor.pause()
    actor.isInTransaction = true
    const tx = new RowTx(rows, actor)
    rows.open.add(tx)
    actor.rollback = () => tx.rollback()
    try {
      const result = await work(tx)
      if (actor.stopsAtStatements) await actor.pause()
      tx.commit()
      actor.isInTransaction = false
      await actor.pause()
      return result
    } catch (error) {
      tx.rollback()
      actor.isInTransaction = false
      if (attempt > repeats || !isWorthRepeating(error)) throw error
    }
  }
}

function freshLoad(id: string, capacityUnits: number, idleSince: number) {
  const units = { usedUnits: 0, reservedUnits: 0, forcedUnits: 0 }
  const presence = { presence: 'available', presenceReason: null, keepsOffers: false, missedOffers: 0 } as const
  const since = { idleSince, presenceSince: idleSince, presenceUntil: null }
  const endpoint = { endpointFailures: 0, endpointPauses: 0 }
  return { id, capacityUnits, ...units, ...presence, ...since, ...endpoint, version: 1, eventSeq: 1 }
}

/** Most come in this order anyway. */
function byId<Row extends { readonly id: string }>(rows: Iterable<Row>): Row[] {
  const list = [...rows]
  const isInOrder = list.every(({ id }, place) => place === 0 || (list[place - 1]?.id ?? '') < id)
  return isInOrder ? list : list.toSorted((one, other) => (one.id < other.id ? -1 : 1))
}

/** What `look` gives, made anew only after a commit. */
function createSight(rows: Rows<RowTx>): () => Sight {
  let known: Sight | null = null
  let seen = 0
  return () => {
    if (known !== null && seen === rows.changes) return known
    seen = rows.changes
    const { tables } = rows
    known = {
      epoch: tables.shard.get(workspace.id)?.epoch ?? 0,
      loads: byId(tables.load.values()),
      tasks: byId(tables.task.values()),
      offers: byId(tables.offer.values()),
      consults: byId(tables.consult.values()),
      timers: byId(tables.timer.values())
        .filter(({ isArmed }) => isArmed)
        .map(({ isArmed: _armed, ...timer }) => timer),
      calls: byId(tables.call.values()),
      deliveries: byId(tables.delivery.values()),
      tickets: byId(tables.ticket.values()).map(({ id, eventSeq, assignee }) => ({
        id,
        eventSeq,
        assigneeId: assignee?.id ?? null,
      })),
    }
    return known
  }
}

const viewOf = plantable(
  'viewHorizon',
  (rows: Rows<RowTx>, { after, holes, limit }: Parameters<Ground['view']>[0]): HorizonView => {
    const isInHole = ({ seq }: LoggedEvent) => holes.some(({ first, last }) => seq >= first && seq <= last)
    const later = rows.events.filter(({ seq }) => seq > after).slice(0, limit)
    const headers = [...rows.events.filter(isInHole), ...later].map((event) => {
      const { seq, id, type, subjectKind, subjectId } = event
      return { workspaceId: workspace.id, seq, id, type, subjectKind, subjectId }
    })
    return { xmin: rows.xmin(), nextXid: rows.nextXid, headers }
  },
)
