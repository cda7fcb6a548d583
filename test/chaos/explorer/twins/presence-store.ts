import type * as real from '../../../../server/modules/agents/presence-store.ts'
import { plantable } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import type { LoadRow } from '../rows/row-types.ts'

export * from '../../../../server/modules/agents/presence-store.ts'

export function changeOf(
  before: LoadRow,
  { id, presence, presenceReason, version, eventSeq }: LoadRow,
): real.PresenceChange {
  const { presence: from } = before
  return { agentId: id, from, to: presence, reason: presenceReason, loadVersion: version, eventSeq }
}

const gone = (presenceReason: string, presenceSince: number) =>
  ({ presence: 'offline', presenceReason, keepsOffers: false, presenceSince, presenceUntil: null }) as const

export const changePresence: typeof real.changePresence = plantable('changePresence', (tx, _workspaceId, wanted) => {
  const own = rowTx(tx)
  return own.run(() => {
    own.lock('load', wanted.agentId)
    const before = own.get('load', wanted.agentId)
    if (before === undefined) return null
    const { state: presence, reason: presenceReason, at, keepOffers: keepsOffers, until: presenceUntil } = wanted
    const isNew =
      before.presence !== presence || before.presenceReason !== presenceReason || before.keepsOffers !== keepsOffers
    const isBack = presence === 'available' && before.presence !== 'available'
    const changed = {
      ...before,
      presence,
      presenceReason,
      keepsOffers,
      presenceSince: isNew ? at : before.presenceSince,
      presenceUntil,
      idleSince: isBack ? at : before.idleSince,
      missedOffers: presence === 'available' ? 0 : before.missedOffers,
      version: before.version + Number(isNew),
      eventSeq: before.eventSeq + Number(isNew),
    }
    own.put('load', changed)
    return { ...changeOf(before, changed), isNew }
  })
})

export const countMisses: typeof real.countMisses = plantable('countMisses', (tx, _workspaceId, misses) => {
  const own = rowTx(tx)
  return own.run(() => {
    const agentIds = misses.agentIds.toSorted()
    for (const agentId of agentIds) own.lock('load', agentId)
    return agentIds.flatMap((agentId) => {
      const before = own.get('load', agentId)
      if (before === undefined) return []
      const missedOffers = before.missedOffers + 1
      const pauses = before.presence === 'available' && missedOffers >= misses.limit
      const paused = { presence: 'busy', presenceReason: 'missed_offers', presenceSince: misses.at } as const
      const counted = {
        ...before,
        missedOffers,
        ...(pauses && { ...paused, version: before.version + 1, eventSeq: before.eventSeq + 1 }),
      }
      own.put('load', counted)
      return pauses ? [changeOf(before, counted)] : []
    })
  })
})

export const takeDrainedOffline: typeof real.takeDrainedOffline = plantable(
  'takeDrainedOffline',
  (tx, _workspaceId, { agentIds, at }) => {
    const own = rowTx(tx)
    return own.run(() => {
      const drained = agentIds
        .toSorted()
        .flatMap((id) => own.get('load', id) ?? [])
        .filter(({ presence, usedUnits, reservedUnits }) => presence === 'draining' && usedUnits + reservedUnits === 0)
      for (const { id } of drained) own.lock('load', id)
      return drained.map((before) => {
        const changed = {
          ...before,
          ...gone('drained', at),
          version: before.version + 1,
          eventSeq: before.eventSeq + 1,
        }
        own.put('load', changed)
        return changeOf(before, changed)
      })
    })
  },
)

export const endTimedPresence: typeof real.endTimedPresence = plantable(
  'endTimedPresence',
  (tx, _workspaceId, { agentId, at }) => {
    const own = rowTx(tx)
    return own.run(() => {
      const before = own.get('load', agentId)
      if (before === undefined || (before.presenceUntil ?? Infinity) > at || before.presence === 'offline') return null
      own.lock('load', agentId)
      const { version, eventSeq } = before
      const changed = { ...before, ...gone('time_limit', at), version: version + 1, eventSeq: eventSeq + 1 }
      own.put('load', changed)
      return changeOf(before, changed)
    })
  },
)
