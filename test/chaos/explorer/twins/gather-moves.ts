import type * as real from '../../../../server/modules/handling/gather-moves.ts'
import { placeOf } from '../gathering.ts'

export * from '../../../../server/modules/handling/gather-moves.ts'

export const gatherMove: typeof real.gatherMove = (wish, write) => {
  const { gathering, call } = placeOf(wish.context)
  return gathering.pass(call, wish, write)
}
