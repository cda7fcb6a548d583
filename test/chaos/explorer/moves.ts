import type { Random } from '../../../server/core/routing/random.testing.ts'
import { presence, sayAlive } from './moves/agent-moves.ts'
import { callBack, hangUp } from './moves/call-moves.ts'
import { consult, handOver, stopConsult } from './moves/consult-moves.ts'
import { reply } from './moves/endpoint-moves.ts'
import type { Move } from './moves/move.ts'
import { accept, decline } from './moves/offer-moves.ts'
import { publish } from './moves/publish-moves.ts'
import { doubleUp, killCalls, killRouter, listen, repeat, takeOver, work } from './moves/router-moves.ts'
import {
  assign,
  cancel,
  complete,
  enter,
  giveBack,
  park,
  pause,
  pull,
  requeue,
  resume,
  transfer,
  transferToQueue,
  unassign,
  unpark,
} from './moves/task-moves.ts'
import { jump, observe, pass } from './moves/time-moves.ts'
import { rush } from './moves/together-moves.ts'
import { fire, stopWrapup } from './moves/timer-moves.ts'
import type { World } from './world.ts'

const weights: readonly (readonly [number, Move])[] = [
  [26, work],
  [20, listen],
  [17, accept],
  [7, decline],
  [8, enter],
  [7, presence],
  [3, sayAlive],
  [6, complete],
  [14, rush],
  [6, pass],
  [3, pause],
  [3, resume],
  [3, assign],
  [3, takeOver],
  [2, cancel],
  [2, pull],
  [2, transfer],
  [1, transferToQueue],
  [7, consult],
  [2, stopConsult],
  [7, handOver],
  [8, reply],
  [2, publish],
  [4, hangUp],
  [3, callBack],
  [6, fire],
  [1, stopWrapup],
  [2, giveBack],
  [2, requeue],
  [2, park],
  [2, unpark],
  [2, unassign],
  [2, killRouter],
  [1, killCalls],
  [10, doubleUp],
  [1, repeat],
  [1, observe],
]
/** How often each thing happens in one schedule: some far more often than others, some never, so that schedules differ. */
export type Odds = readonly (readonly [number, Move])[]

const needed: ReadonlySet<Move> = new Set([work, listen, enter])

export function chooseOdds(random: Random): Odds {
  // Some schedules leave nothing out, others most of it, so that the few things they do meet more often.
  const leftOut = random.pick([0.1, 0.2, 0.5, 0.75])
  const chosen = weights.map(([weight, one]): readonly [number, Move] => {
    const factor = random.chance(leftOut) ? 0 : random.pick([1, 1, 1, 4])
    return [weight * (needed.has(one) ? Math.max(1, factor) : factor), one]
  })
  return random.chance(0.3) ? [...chosen, [3, jump]] : chosen
}

/** Something happens, by chance. */
export async function move(world: World, odds: Odds): Promise<void> {
  let left = world.random.below(odds.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, one] of odds) {
    left -= weight
    if (left < 0) return one(world)
  }
}
