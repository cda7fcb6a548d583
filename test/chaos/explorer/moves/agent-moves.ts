import { setPresence } from '../../../../server/modules/agents/index.ts'
import { type Move, short } from './move.ts'

export const presence: Move = async (world) => {
  const { loads } = await world.look()
  const { id: agentId, presence: now } = world.random.pick(loads)
  const state = now === 'available' ? world.random.pick(['away', 'offline', 'busy', 'draining'] as const) : 'available'
  const keepOffers = world.random.chance(0.3)
  // So long it lasts, when nobody says anything again: a socket that beats no more.
  const ttlSeconds = world.random.pick([null, 20, 40])
  const limit = ttlSeconds !== null && { ttlSeconds }
  const about = `${short(agentId)} ${state}${keepOffers ? ' and keeps offers' : ''}`
  await world.call(state === 'draining' ? 'drain' : 'presence', about, (context) =>
    setPresence(context, { agentId, state, reason: null, source: 'api', keepOffers, ...limit }),
  )
}

/** Who has work in hand says so for a while, as a client that may be cut off: it is gone if nothing more is heard. */
export const sayAlive: Move = async (world) => {
  const { tasks } = await world.look()
  const busy = tasks.filter(({ state, agentId }) => state === 'active' && agentId !== null)
  const agentId = busy.length === 0 ? null : world.random.pick(busy).agentId
  if (agentId === null) return
  const ttlSeconds = world.random.pick([5, 20, 40])
  await world.call('say alive', `${short(agentId)} for ${ttlSeconds} s`, (context) =>
    setPresence(context, { agentId, state: 'available', reason: null, source: 'api', ttlSeconds }),
  )
}
