import type * as real from '../../../../server/modules/calls/call-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

export const answerCall: typeof real.answerCall = plantable('answerCall', (tx, _workspaceId, { taskId, at }) => {
  const own = rowTx(tx)
  return own.run(() => {
    const call = own.all('call').find((one) => one.taskId === taskId)
    if (call === undefined) return null
    own.lock('call', call.id)
    const answered = { ...call, answeredAt: call.answeredAt ?? (call.endedAt === null ? at : null) }
    own.put('call', answered)
    return answered
  })
})

export const endCall: typeof real.endCall = plantable('endCall', (tx, _workspaceId, end) => {
  const own = rowTx(tx)
  return own.run(() => {
    const call = own.all('call').find((one) => one.taskId === end.taskId && one.endedAt === null)
    if (call === undefined) return null
    own.lock('call', call.id)
    const { at: endedAt, by: endedBy, reason: endReason, callbackAt = null } = end
    const ended = { ...call, endedAt, endedBy, endReason, callbackAt }
    own.put('call', ended)
    return ended
  })
})
