import type * as real from '../../../../server/modules/calls/call-view.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/calls/call-view.ts'

export const findShownCall: typeof real.findShownCall = (tx, _workspaceId, callId) => {
  const own = rowTx(tx)
  return own.run(() => {
    const call = own.get('call', callId)
    const [task, ticket] = [call && own.get('task', call.taskId), call && own.get('ticket', call.ticketId)]
    if (call === undefined || task === undefined || ticket === undefined) return null
    const { state, kind, queue, agentId } = task
    const { channel, createdBy, customer } = ticket
    const place = { channel, queue: ticket.queue, partnerId: createdBy.partnerId, customerId: customer.id }
    return { ...call, task: { state, kind, queue, agentId }, ticket: place }
  })
}

export const findLines: typeof real.findLines = plantable('findLines', (tx, _workspaceId, tasks) => {
  const own = rowTx(tx)
  const asked = new Set(tasks.flatMap(({ id, kind }) => (kind === 'call' || kind === 'callback' ? [id] : [])))
  if (asked.size === 0) return Promise.resolve(new Map())
  return own.run(() => {
    const calls = own.all('call').filter(({ taskId }) => asked.has(taskId))
    return new Map(calls.map(({ taskId, callRef, from }) => [taskId, { taskId, callRef, from }]))
  })
})

export const findCallbackTime: typeof real.findCallbackTime = plantable(
  'findCallbackTime',
  (tx, _workspaceId, taskId) => {
    const own = rowTx(tx)
    return own.run(() => own.all('call').find((call) => call.taskId === taskId)?.callbackAt ?? null)
  },
)
