import type * as real from '../../../../server/modules/handling/work-view.ts'
import { people } from '../people.ts'
import { plantable } from '../planted.ts'
import { type RowTx, rowTx } from '../rows/row-tx.ts'
import { isHeld } from '../rows/row-types.ts'

export * from '../../../../server/modules/handling/work-view.ts'

export const findWorkPlaces: typeof real.findWorkPlaces = (tx, _workspaceId, { offerIds, taskIds }) => {
  const own = rowTx(tx)
  return own.run(() => [
    ...offerIds.flatMap((offerId) => {
      const offer = own.get('offer', offerId)
      return offer === undefined
        ? []
        : [{ offerId, taskId: offer.taskId, ticketId: offer.ticketId, agentId: offer.agentId }]
    }),
    ...taskIds.flatMap((taskId) => {
      const { ticketId = '', agentId = null } = own.get('task', taskId) ?? {}
      return agentId === null ? [] : [{ offerId: null, taskId, ticketId, agentId }]
    }),
  ])
}

export const findWork: typeof real.findWork = plantable('findWork', (tx, _workspaceId, taskIds) => {
  const own = rowTx(tx)
  return own.run(() => new Map(taskIds.flatMap((id) => workOf(own, id))))
})

function workOf(own: RowTx, taskId: string): [string, real.Work][] {
  const task = own.get('task', taskId)
  const [offer, ...others] = own.all('offer').filter((one) => one.taskId === taskId && isHeld(one))
  const load = offer && own.get('load', offer.agentId)
  if (task === undefined || offer === undefined || load === undefined || others.length > 0) return []
  const { ticketId, caseId, kind, state, version, agentId, enteredAt } = task
  const { id, queue, channel, units, expiresAt } = offer
  const isToldByEvents = people.some((one) => one.id === offer.agentId && one.endpointUrl === null)
  const live = { id, agentId: offer.agentId, queue, channel, units, expiresAt, partnerId: null, isToldByEvents }
  const work: real.Work = {
    taskId,
    ticketId,
    isOfCase: caseId !== null,
    kind,
    state,
    version,
    agentId,
    enteredAt,
    offer: { ...live, state: offer.state === 'pending' ? 'pending' : 'accepted' },
    load: { version: load.version, presence: load.presence },
    hasConsult: own.all('consult').some((consult) => consult.taskId === taskId && consult.endedAt === null),
    hasMonitor: false,
    hasStay: false,
    clocks: [],
  }
  return [[taskId, work]]
}
