import type {
  releaseReserved,
  releaseUsed,
  reserveUnits,
  unreserveUnits,
} from '../../../../server/modules/agents/index.ts'
import type { moveReservedToUsed } from '../../../../server/modules/agents/index.ts'
import type { countHeldOfKinds } from '../../../../server/modules/routing/held-view.ts'
import type { PlantedBug } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import type { LoadRow } from '../rows/row-types.ts'

type Reserve = typeof reserveUnits

/** Reserves for whoever `mayTake` when asked, which is before or after the load is locked. */
const reserving =
  (asks: 'unlocked' | 'locked', mayTake: (load: LoadRow, units: number) => boolean) =>
  (): Reserve =>
  (tx, _workspaceId, changes) => {
    const own = rowTx(tx)
    let early: typeof changes | null = null
    const takers = () =>
      changes.filter(({ agentId, units }) => {
        const load = own.get('load', agentId)
        return load !== undefined && mayTake(load, units)
      })
    return own.run(() => {
      if (asks === 'unlocked') early ??= takers()
      for (const agentId of changes.map((change) => change.agentId).toSorted()) own.lock('load', agentId)
      return (early ?? takers()).flatMap(({ agentId, units }) => {
        const load = own.get('load', agentId)
        if (load === undefined) return []
        const { version, eventSeq, usedUnits, presence } = load
        const reservedUnits = load.reservedUnits + units
        const taken = { ...load, reservedUnits, version: version + 1, eventSeq: eventSeq + 1 }
        own.put('load', taken)
        const { version: loadVersion, eventSeq: place } = taken
        return [{ agentId, loadVersion, eventSeq: place, usedUnits, reservedUnits, presence }]
      })
    })
  }

const hasRoom = ({ usedUnits, reservedUnits, capacityUnits }: LoadRow, units: number): boolean =>
  usedUnits + reservedUnits + units <= capacityUnits

/** Units that are taken, given back or moved wrongly. */
export const unitBugs: readonly PlantedBug[] = [
  {
    name: 'capacity-counted-before-the-claim',
    what: 'room is counted before the load is locked, and not again',
    bug: {
      reserveUnits: reserving('unlocked', (load, units) => load.presence === 'available' && hasRoom(load, units)),
    },
  },
  {
    name: 'capacity-not-counted',
    what: 'the claim trusts the room the engine remembers',
    bug: { reserveUnits: reserving('locked', ({ presence }) => presence === 'available') },
  },
  {
    name: 'maximum-not-counted',
    what: 'the claim trusts the number of tasks of a kind that the engine remembers',
    bug: { countHeldOfKinds: (): typeof countHeldOfKinds => (tx) => rowTx(tx).run(() => []) },
  },
  {
    name: 'maximum-without-offers',
    what: 'the claim counts work in hand against the maximum of a kind, and no offer that is yet to be answered',
    bug: {
      countHeldOfKinds:
        (original: typeof countHeldOfKinds): typeof countHeldOfKinds =>
        async (tx, workspaceId, wanted) => {
          const own = rowTx(tx)
          const isAsked = (agentId: string, kind: string) =>
            own
              .all('offer')
              .filter((offer) => offer.agentId === agentId && offer.state === 'pending')
              .filter(({ taskId }) => own.get('task', taskId)?.kind === kind).length
          const held = await original(tx, workspaceId, wanted)
          return held.map(({ tasks, ...one }) => ({ ...one, tasks: tasks - isAsked(one.agentId, one.kind) }))
        },
    },
  },
  {
    name: 'presence-not-asked',
    what: 'the claim trusts the presence the engine remembers',
    bug: { reserveUnits: reserving('locked', hasRoom) },
  },
  {
    name: 'units-kept-by-ended-offers',
    what: 'an offer that is declined, expires or is taken back keeps its units',
    bug: {
      releaseReserved:
        (original: typeof releaseReserved): typeof releaseReserved =>
        (tx, workspaceId, changes) =>
          original(
            tx,
            workspaceId,
            changes.map((change) => ({ ...change, units: 0 })),
          ),
    },
  },
  {
    name: 'units-kept-by-finished-work',
    what: 'work that is over keeps its units',
    bug: {
      releaseUsed:
        (original: typeof releaseUsed): typeof releaseUsed =>
        (tx, workspaceId, changes, at) =>
          original(
            tx,
            workspaceId,
            changes.map((change) => ({ ...change, units: 0 })),
            at,
          ),
    },
  },
  {
    name: 'units-lost-on-accept',
    what: 'accepting gives the reserved units back and uses none',
    bug: {
      moveReservedToUsed:
        (original: typeof moveReservedToUsed): typeof moveReservedToUsed =>
        (tx, workspaceId, changes, at) =>
          original(
            tx,
            workspaceId,
            changes.map((change) => ({ ...change, units: change.units - 1 })),
            at,
          ),
    },
  },
  {
    name: 'reservation-undone-by-another-version',
    what: 'a reservation that was undone leaves a newer load, which the router takes for news and decides anew',
    bug: {
      unreserveUnits:
        (original: typeof unreserveUnits): typeof unreserveUnits =>
        (tx, workspaceId, changes) =>
          original(
            tx,
            workspaceId,
            changes.map((change) => ({ ...change, isWhole: false })),
          ),
    },
  },
  {
    name: 'loads-locked-last',
    what: 'ends of offers lock the tickets before the loads of their agents',
    bug: { lockLoads: () => async () => undefined },
  },
  {
    name: 'drained-stays',
    what: 'who drains stays so when the last work is over',
    bug: { takeDrainedOffline: () => async () => [] },
  },
  {
    name: 'pulled-without-units',
    what: 'pulled work takes no units',
    bug: { takeUnits: () => async (_tx: unknown, _workspaceId: string, changes: readonly object[]) => changes },
  },
]
