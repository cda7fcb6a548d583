import { hangUpCall, requestCallback } from '../../../../server/modules/voice/index.ts'
import type { World } from '../world.ts'
import { type Move, short } from './move.ts'

/** A call that lives, mostly; now and then one that has ended. */
async function anyCall(world: World) {
  const { calls } = await world.look()
  const live = calls.filter(({ endedAt }) => endedAt === null)
  const among = live.length > 0 && world.random.chance(0.85) ? live : calls
  return among.length === 0 ? null : world.random.pick(among)
}

/** The line is lost, from one end or from both at once. */
export const hangUp: Move = async (world) => {
  const call = await anyCall(world)
  if (call === null) return
  const sides = world.random.pick([['customer'], ['agent'], ['customer', 'agent']] as const)
  for (const by of sides)
    await world.call('hang up', `${short(call.id)} by ${by}`, (context) => hangUpCall(context, { callId: call.id, by }))
}

export const callBack: Move = async (world) => {
  const call = await anyCall(world)
  if (call === null) return
  const inMs = world.random.pick([null, null, 30_000, 60_000, 700_000])
  const at = inMs === null ? null : world.now + inMs
  await world.call('call back', `${short(call.id)} ${inMs === null ? 'at once' : `in ${inMs} ms`}`, (context) =>
    requestCallback(context, { callId: call.id, at }),
  )
}
