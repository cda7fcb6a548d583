import type * as real from '../../../../server/modules/routing/routable-view.ts'
import type { RoutableTask } from '../../../../server/modules/routing/routable-view.ts'
import type { Tx } from '../../../../server/platform/context.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isOver, type RowOf } from '../rows/row-types.ts'

export * from '../../../../server/modules/routing/routable-view.ts'

const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1)

function withHold(tx: Tx, task: RowOf['task']): RoutableTask {
  const offers = rowTx(tx)
    .all('offer')
    .filter((offer) => offer.taskId === task.id)
  const pending = offers.find(({ state }) => state === 'pending')
  const holder = pending ?? offers.find(({ state, releasedAt }) => state === 'accepted' && releasedAt === null)
  const { id: taskId, ...row } = task
  const hasCall = task.kind === 'call' || task.kind === 'callback'
  const call = hasCall
    ? rowTx(tx)
        .all('call')
        .find((one) => one.taskId === task.id)
    : undefined
  const caller = task.kind === 'call' ? (call?.from ?? null) : null
  const rest = {
    ...row,
    callRef: call?.callRef ?? null,
    caller,
    slaPolicy: rowTx(tx).get('ticket', task.ticketId)?.slaPolicy ?? null,
  }
  if (holder === undefined) return { ...rest, taskId, hold: null }
  const { id: offerId, version, agentId, units, expiresAt } = holder
  const state = pending === undefined ? 'accepted' : 'pending'
  return { ...rest, taskId, hold: { offerId, version, state, agentId, units, expiresAt } }
}

export const findLiveRoutableTasks: typeof real.findLiveRoutableTasks = plantable('findLiveRoutableTasks', (tx) =>
  rowTx(tx).run(() =>
    rowTx(tx)
      .all('task')
      .filter((task) => !isOver(task))
      .toSorted(byId)
      .map((task) => withHold(tx, task)),
  ),
)

export const findRoutableTasks: typeof real.findRoutableTasks = plantable(
  'findRoutableTasks',
  (tx, _workspaceId, ticketIds) =>
    rowTx(tx).run(() =>
      rowTx(tx)
        .all('task')
        .filter((task) => ticketIds.includes(task.ticketId))
        .toSorted(byId)
        .map((task) => withHold(tx, task)),
    ),
)

export const readRoutableTasks: typeof real.readRoutableTasks = (context, ticketIds) =>
  context.read((tx) => findRoutableTasks(tx, context.workspace.id, ticketIds))

export const findPresences: typeof real.findPresences = plantable('findPresences', (tx, _workspaceId, agentIds) =>
  rowTx(tx).run(() =>
    agentIds.flatMap((agentId) => {
      const load = rowTx(tx).get('load', agentId)
      if (load === undefined) return []
      const { presence, presenceReason, keepsOffers, version: loadVersion } = load
      return [{ agentId, presence, keepsOffers, isProbing: presenceReason === 'endpoint_probing', loadVersion }]
    }),
  ),
)
