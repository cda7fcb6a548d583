import { setPresence } from '../../../../server/modules/agents/index.ts'
import { type Move, short } from './move.ts'

export const presence: Move = async (world) => {
  const { loads } = await world.look()
  const { id: agentId, presence: now } = world.random.pick(loads)
  const state = now === 'available' ? world.random.pick(['away', 'offline', 'busy', 'draining'] as const) : 'available'
  const keepOffers = world.random.chance(0.3)
  const about = `${short(agentId)} ${state}${keepOffers ? ' and keeps offers' : ''}`
  await world.call(state === 'draining' ? 'drain' : 'presence', about, (context) =>
    setPresence(context, { agentId, state, reason: null, source: 'api', keepOffers }),
  )
}
