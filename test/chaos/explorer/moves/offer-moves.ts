import { acceptOffer } from '../../../../server/modules/handling/index.ts'
import { declineOffer } from '../../../../server/modules/routing/index.ts'
import type { World } from '../world.ts'
import { type Move, short } from './move.ts'

/** A pending offer, mostly; now and then one that has ended. */
async function anyOffer(world: World): Promise<string | null> {
  const { offers } = await world.look()
  const pending = offers.filter(({ state }) => state === 'pending')
  const among = pending.length > 0 && world.random.chance(0.85) ? pending : offers
  return among.length === 0 ? null : world.random.pick(among).id
}

export const accept: Move = async (world) => {
  const offerId = await anyOffer(world)
  if (offerId === null) return
  const calls = world.random.pick([1, 1, 2, 3])
  for (let call = 0; call < calls; call++) await acceptOne(world, offerId)
}

export const acceptOne = (world: World, offerId: string): Promise<void> =>
  world.call('accept', short(offerId), (context) => world.ask(offerId, () => acceptOffer(context, { offerId })))

export const decline: Move = async (world) => {
  const offerId = await anyOffer(world)
  if (offerId === null) return
  await world.call('decline', short(offerId), (context) =>
    world.ask(offerId, () => declineOffer(context, { offerId, reason: null, code: null })),
  )
}
