import { isWorthRepeating } from '../../../../server/database/failure.ts'
import type { HorizonView } from '../../../../server/modules/events/commit-horizon.ts'
import type { Context } from '../../../../server/platform/context.ts'
import { createMemory } from '../../../../server/platform/memory.ts'
import { systemPrincipal } from '../../../../server/platform/principal.ts'
import type { Caller, Ground, Sight } from '../ground.ts'
import { numberedId } from '../next-id.ts'
import { people, ticketIds } from '../people.ts'
import { plantable } from '../planted.ts'
import type { LoggedEvent } from './row-types.ts'
import { RowTx } from './row-tx.ts'
import type { Rows } from './rows.ts'
import { freshTicket } from './fresh-ticket.ts'

const workspace = { id: numberedId(0), slug: 'explored', name: 'Explored', purpose: 'live', clockOffsetMs: 0 } as const
/** As in `inTransaction` of the product. */
const repeats = 4

/** Rows<RowTx> in memory as the ground of a schedule, with everybody in place and no work yet. */
export function memoryGround(rows: Rows<RowTx>, now: number): Ground {
  rows.tables.shard.set(workspace.id, { id: workspace.id, epoch: 0 })
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
        requestId: 'explorer',
        memory,
        now: caller.now,
        transaction: enter,
        read: enter,
        within: (tx) => ({ ...context, transaction: (work) => work(tx), read: (work) => work(tx) }),
        inOneTrip: () => {
          throw new Error('A statement in one trip has no twin.')
        },
      }
      return context
    },
    look: async () => look(),
    view: async (asked) => viewOf(rows, asked),
    events: async () => rows.events,
  }
}

async function inTransaction<T>(rows: Rows<RowTx>, caller: Caller, work: (tx: RowTx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const actor = caller.actor()
    await actor.pause()
    const tx = new RowTx(rows, actor)
    rows.open.add(tx)
    actor.rollback = () => tx.rollback()
    try {
      const result = await work(tx)
      if (actor.stopsAtStatements) await actor.pause()
      tx.commit()
      await actor.pause()
      return result
    } catch (error) {
      tx.rollback()
      if (attempt > repeats || !isWorthRepeating(error)) throw error
    }
  }
}

function freshLoad(id: string, capacityUnits: number, idleSince: number) {
  const units = { usedUnits: 0, reservedUnits: 0, forcedUnits: 0 }
  const presence = { presence: 'available', presenceReason: null, keepsOffers: false, missedOffers: 0 } as const
  return { id, capacityUnits, ...units, ...presence, idleSince, version: 1, eventSeq: 1 }
}

const byId = <Row extends { readonly id: string }>(rows: Iterable<Row>): Row[] =>
  [...rows].toSorted((one, other) => (one.id < other.id ? -1 : 1))

/** What `look` gives, made anew only after a commit. */
function createSight(rows: Rows<RowTx>): () => Sight {
  let known: Sight | null = null
  let commits = 0
  return () => {
    if (known !== null && commits === rows.commits) return known
    commits = rows.commits
    const { tables } = rows
    known = {
      epoch: tables.shard.get(workspace.id)?.epoch ?? 0,
      loads: byId(tables.load.values()),
      tasks: byId(tables.task.values()),
      offers: byId(tables.offer.values()),
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
