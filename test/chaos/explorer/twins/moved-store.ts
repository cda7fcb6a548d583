import * as real from '../../../../server/modules/handling/moved-store.ts'
import { plantable } from '../planted.ts'
import { nameOf } from '../people.ts'
import { DatabaseFault } from '../rows/database-fault.ts'
import { type RowTx, rowTx } from '../rows/row-tx.ts'
import type { RowOf, TableName } from '../rows/row-types.ts'

export * from '../../../../server/modules/handling/moved-store.ts'

export const writeMoved: typeof real.writeMoved = plantable('writeMoved', async (tx, _workspaceId, { rows, at }) => {
  const own = rowTx(tx)
  try {
    await own.run(() => writeAll(own, rows, at))
  } catch (error) {
    const isAgain = error instanceof DatabaseFault && (error.code === '40001' || error.code === '40P01')
    if (!(error instanceof DatabaseFault) || isAgain) throw error
    throw new real.UnmovableTogether('The rows in memory refused one.', { cause: error })
  }
})

function writeAll(own: RowTx, rows: real.MovedRows, at: number): void {
  const change = <N extends TableName>(table: N, id: string, next: (row: RowOf[N]) => RowOf[N] | null) => {
    own.lock(table, id)
    const row = own.get(table, id)
    const changed = row === undefined ? null : next(row)
    if (changed === null) throw new real.UnmovableTogether('A row was not as it was read.')
    own.put(table, changed)
  }
  for (const { agent_id, taken, freed, has_taken } of rows.moved_loads)
    change('load', agent_id, (load) => {
      const usedUnits = load.usedUnits + taken - freed
      const reservedUnits = load.reservedUnits - taken
      return {
        ...load,
        usedUnits,
        reservedUnits,
        forcedUnits: Math.max(0, usedUnits + reservedUnits - load.capacityUnits),
        idleSince: at,
        missedOffers: has_taken === 1 ? 0 : load.missedOffers,
        version: load.version + 1,
        eventSeq: load.eventSeq + 1,
      }
    })
  for (const { id, event_seq, assignee_id, ...to } of rows.handled_tickets)
    change('ticket', id, (ticket) => ({
      ...ticket,
      ...(to.status !== null && { status: to.status, returnsTo: to.returns_to }),
      ...(to.status_category !== null && { statusCategory: to.status_category as typeof ticket.statusCategory }),
      ...(assignee_id !== null && { assignee: { id: assignee_id, name: nameOf(assignee_id) } }),
      version: ticket.version + 1,
      eventSeq: event_seq,
      updatedAt: at,
    }))
  for (const { id, version, state, agent_id, is_over } of rows.moved_tasks)
    change('task', id, (task) =>
      task.version === version
        ? { ...task, state, agentId: agent_id, version: version + 1, endedAt: is_over === 1 ? at : task.endedAt }
        : null,
    )
  for (const { id } of rows.taken_offers)
    change('offer', id, (offer) =>
      offer.state === 'pending' && offer.expiresAt > at
        ? { ...offer, state: 'accepted', endedAt: at, version: offer.version + 1 }
        : null,
    )
  for (const { id } of rows.released_offers)
    change('offer', id, (offer) =>
      offer.state === 'accepted' && offer.releasedAt === null
        ? { ...offer, releasedAt: at, version: offer.version + 1 }
        : null,
    )
  for (const { id, ticket_id, subject_seq, type, data } of rows.ticket_events)
    own.log({ id, type, subjectKind: 'ticket', subjectId: ticket_id, subjectSeq: subject_seq, data: JSON.parse(data) })
}
