import type * as real from '../../../../server/modules/routing/task-store.ts'
import type { Task } from '../../../../server/modules/routing/index.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isOver } from '../rows/row-types.ts'

export * from '../../../../server/modules/routing/task-store.ts'

export const lockOpenTask: typeof real.lockOpenTask = plantable('lockOpenTask', (tx, _workspaceId, asked) => {
  const own = rowTx(tx)
  return own.run(() => {
    const named = asked.taskId == null ? undefined : own.get('task', asked.taskId)
    const caseId = asked.caseId ?? named?.caseId ?? null
    const isAsked = (task: Task) => task.ticketId === asked.ticketId && task.caseId === caseId
    const open = own.all('task').find((task) => isAsked(task) && !isOver(task))
    if (open === undefined) return null
    own.lock('task', open.id)
    return open
  })
})

export const findTask: typeof real.findTask = (tx, _workspaceId, taskId) =>
  rowTx(tx).run(() => rowTx(tx).get('task', taskId) ?? null)

export const findLastTask: typeof real.findLastTask = (tx, _workspaceId, ticketId) =>
  rowTx(tx).run(() => {
    const own = rowTx(tx)
      .all('task')
      .filter((task) => task.ticketId === ticketId && task.caseId === null)
    return own.toSorted((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1)).at(-1) ?? null
  })

export const findTasks: typeof real.findTasks = (tx, _workspaceId, taskIds) =>
  rowTx(tx).run(() => taskIds.flatMap((id) => rowTx(tx).get('task', id) ?? []))

export const lockWaitingTasks: typeof real.lockWaitingTasks = plantable(
  'lockWaitingTasks',
  (tx, _workspaceId, seen) => {
    const own = rowTx(tx)
    return own.run(() => {
      const waiting = seen
        .flatMap(({ taskId, taskVersion }) => {
          const task = own.get('task', taskId)
          return task?.version === taskVersion && task.state === 'waiting' ? [task] : []
        })
        .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      for (const task of waiting) own.lock('task', task.id)
      return waiting
    })
  },
)

export const insertTask: typeof real.insertTask = (tx, _workspaceId, task) =>
  rowTx(tx).run(() => rowTx(tx).put('task', task))

export const saveTask: typeof real.saveTask = plantable(
  'saveTask',
  (tx, _workspaceId, taskId, { exclude, ...patch }) => {
    const own = rowTx(tx)
    return own.run(() => {
      own.lock('task', taskId)
      const task = own.get('task', taskId)
      if (task === undefined) throw new Error('The task was locked and is gone.')
      const exclusions = { ...task.exclusions, ...exclude }
      const elsewhere = patch.queue === undefined ? {} : { partner: null }
      const saved = { ...task, ...elsewhere, ...patch, exclusions, version: task.version + 1 }
      own.put('task', saved)
      return saved.version
    })
  },
)

export const claimTasks: typeof real.claimTasks = plantable('claimTasks', (tx, _workspaceId, claims) => {
  const own = rowTx(tx)
  return own.run(() => {
    const winning = claims.flatMap(({ taskId, version }) => {
      const task = own.get('task', taskId)
      return task?.version === version && task.state === 'waiting' ? [task] : []
    })
    for (const task of winning) own.lock('task', task.id)
    return winning.map((task) => {
      const claimed = { ...task, state: 'offered' as const, version: task.version + 1 }
      own.put('task', claimed)
      return { id: claimed.id, version: claimed.version }
    })
  })
})

export const unclaimTasks: typeof real.unclaimTasks = plantable('unclaimTasks', (tx, _workspaceId, taskIds) => {
  const own = rowTx(tx)
  return own.run(() => {
    const claimed = taskIds.flatMap((id) => own.get('task', id) ?? []).filter(({ state }) => state === 'offered')
    for (const task of claimed) own.lock('task', task.id)
    for (const task of claimed) own.put('task', { ...task, state: 'waiting', version: task.version - 1 })
  })
})
