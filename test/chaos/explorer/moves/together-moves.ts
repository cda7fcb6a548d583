import type { Move } from './move.ts'
import { acceptOne } from './offer-moves.ts'
import { completeOne } from './task-moves.ts'

/** Everybody accepts and completes at the same moment. */
export const rush: Move = async (world) => {
  const { offers, tasks } = await world.look()
  const pending = offers.filter(({ state }) => state === 'pending')
  const active = tasks.filter(({ state }) => state === 'active' && world.random.chance(0.5))
  if (pending.length + active.length < 2) return
  for (const { id } of pending) await acceptOne(world, id)
  for (const { id } of active) await completeOne(world, id)
}
