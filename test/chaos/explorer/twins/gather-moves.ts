import type * as real from '../../../../server/modules/handling/gather-moves.ts'

export * from '../../../../server/modules/handling/gather-moves.ts'

export const gatherMove: typeof real.gatherMove = (entry, write) =>
  new Promise((resolve, reject) => {
    write([{ ...entry, resolve, reject }]).catch(reject)
  })
