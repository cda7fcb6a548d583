import type * as real from '../../../../server/modules/agents/load-store.ts'
import type { UnitChange } from '../../../../server/modules/agents/index.ts'
import type { Tx } from '../../../../server/platform/context.ts'
import { plantable } from '../planted.ts'
import type { LoadRow } from '../rows/row-types.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/agents/load-store.ts'

type Change = (load: LoadRow, change: UnitChange) => Partial<LoadRow> | null

/** Locks the loads in the order of their ids and changes those for which `change` says how. */
function changeLoads(tx: Tx, changes: readonly UnitChange[], change: Change) {
  const own = rowTx(tx)
  return own.run(() => {
    const wanted = changes.toSorted((one, other) => (one.agentId < other.agentId ? -1 : 1))
    for (const { agentId } of wanted) own.lock('load', agentId)
    return wanted.flatMap((one) => {
      const { agentId } = one
      const load = own.get('load', agentId)
      const patch = load === undefined ? null : change(load, one)
      if (load === undefined || patch === null) return []
      const { version, eventSeq } = load
      const changed = { ...load, version: version + 1, eventSeq: eventSeq + 1, ...patch }
      own.put('load', changed)
      const { version: loadVersion, eventSeq: place, usedUnits, reservedUnits, presence } = changed
      return [{ agentId, loadVersion, eventSeq: place, usedUnits, reservedUnits, presence }]
    })
  })
}

const withExcess = (load: LoadRow, patch: Partial<LoadRow>): Partial<LoadRow> => {
  const { usedUnits, reservedUnits, capacityUnits } = { ...load, ...patch }
  return { ...patch, forcedUnits: Math.max(0, usedUnits + reservedUnits - capacityUnits) }
}

export const reserveUnits: typeof real.reserveUnits = plantable('reserveUnits', (tx, _workspaceId, changes) =>
  changeLoads(tx, changes, (load, { units, interruptible = 0 }) => {
    const { presence, usedUnits, reservedUnits, capacityUnits } = load
    const hasRoom = usedUnits + reservedUnits + units <= capacityUnits + interruptible
    return presence === 'available' && hasRoom ? withExcess(load, { reservedUnits: reservedUnits + units }) : null
  }),
)

export const unreserveUnits: typeof real.unreserveUnits = plantable('unreserveUnits', (tx, _workspaceId, changes) =>
  changeLoads(tx, changes, (load, { agentId, units }) => {
    const taken = Number(changes.some((change) => change.agentId === agentId && change.isWhole))
    const left = withExcess(load, { reservedUnits: load.reservedUnits - units })
    return { ...left, version: load.version - taken, eventSeq: load.eventSeq - taken }
  }),
)

export const moveReservedToUsed: typeof real.moveReservedToUsed = plantable(
  'moveReservedToUsed',
  (tx, _workspaceId, changes, at) =>
    changeLoads(tx, changes, ({ usedUnits, reservedUnits }, { units }) => ({
      reservedUnits: reservedUnits - units,
      usedUnits: usedUnits + units,
      idleSince: at,
      missedOffers: 0,
    })),
)

export const releaseReserved: typeof real.releaseReserved = plantable('releaseReserved', (tx, _workspaceId, changes) =>
  changeLoads(tx, changes, (load, { units }) => withExcess(load, { reservedUnits: load.reservedUnits - units })),
)

export const releaseUsed: typeof real.releaseUsed = plantable('releaseUsed', (tx, _workspaceId, changes, at) =>
  changeLoads(tx, changes, (load, { units }) => withExcess(load, { usedUnits: load.usedUnits - units, idleSince: at })),
)

export const forceUnits: typeof real.forceUnits = plantable('forceUnits', (tx, _workspaceId, changes, at) =>
  changeLoads(tx, changes, (load, { units }) => withExcess(load, { usedUnits: load.usedUnits + units, idleSince: at })),
)

export const takeUnits: typeof real.takeUnits = plantable('takeUnits', (tx, _workspaceId, changes, at) =>
  changeLoads(tx, changes, (load, { units, interruptible = 0 }) => {
    const { presence, usedUnits, reservedUnits, capacityUnits } = load
    const hasRoom = usedUnits + reservedUnits + units <= capacityUnits + interruptible
    const taken = { usedUnits: usedUnits + units, idleSince: at }
    return presence === 'available' && hasRoom ? withExcess(load, taken) : null
  }),
)
