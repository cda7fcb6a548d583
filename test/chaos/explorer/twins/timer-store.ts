import type * as real from '../../../../server/modules/timers/timer-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import type { RowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/timers/timer-store.ts'

const idOf = ({ kind, subjectId }: { kind: string; subjectId: string }): string => `${kind} ${subjectId}`

function arm(own: RowTx, timer: Parameters<typeof real.armTimer>[2]): void {
  const id = idOf(timer)
  own.lock('timer', id)
  const before = own.get('timer', id)
  const fresh = { id, ...timer, version: 1, epoch: 0, isArmed: true }
  own.put('timer', before?.isArmed === true ? { ...before, dueAt: timer.dueAt, version: before.version + 1 } : fresh)
}

export const armTimer: typeof real.armTimer = plantable('armTimer', (tx, _workspaceId, timer) => {
  const own = rowTx(tx)
  return own.run(() => arm(own, timer))
})

export const armTimers: typeof real.armTimers = async (tx, _workspaceId, { kind, subjectIds, dueAt }) => {
  if (subjectIds.length === 0) return
  const own = rowTx(tx)
  await own.run(() => {
    for (const subjectId of subjectIds.toSorted()) arm(own, { kind, subjectId, dueAt })
  })
}

export const disarmTimer: typeof real.disarmTimer = plantable('disarmTimer', (tx, _workspaceId, timer) => {
  const own = rowTx(tx)
  return own.run(() => {
    const before = own.get('timer', idOf(timer))
    if (before?.isArmed !== true) return
    own.lock('timer', before.id)
    own.put('timer', { ...before, isArmed: false })
  })
})

export const takeTimer: typeof real.takeTimer = plantable('takeTimer', (tx, _workspaceId, timer) => {
  const own = rowTx(tx)
  return own.run(() => {
    const before = own.get('timer', idOf(timer))
    const isIt = before?.isArmed === true && before.version === timer.version && before.epoch === timer.epoch
    if (!isIt) return false
    own.lock('timer', before.id)
    own.put('timer', { ...before, isArmed: false })
    return true
  })
})
