import { expirePresence, probeEndpoint } from '../../../../server/modules/agents/index.ts'
import {
  endWrapup,
  fireCallbackTimer,
  fireWrapupTimer,
  requeueLostWork,
} from '../../../../server/modules/handling/index.ts'
import type { ClaimedTimer, TimerKind } from '../../../../server/modules/timers/index.ts'
import type { Context } from '../../../../server/platform/context.ts'
import type { World } from '../world.ts'
import { anyTask, isIn, type Move, short } from './move.ts'

type Verb = (context: Context, timer: ClaimedTimer) => Promise<unknown>

/** What each timer wakes, as in `server/start`. */
const verbs: Partial<Record<TimerKind, Verb>> = {
  callback: fireCallbackTimer,
  'task.wrapup': fireWrapupTimer,
  'agent.endpoint': probeEndpoint,
  'agent.presence': expirePresence,
  'agent.lost': requeueLostWork,
}

/** A worker claims a timer that is due, and does now or later what it is for; another one may claim it meanwhile. */
async function fireOne(world: World, id: string): Promise<boolean> {
  const claimed = await world.ground.claimTimer(id, world.now)
  const verb = claimed === null ? undefined : verbs[claimed.kind]
  if (claimed === null || verb === undefined) return false
  await world.call(`timer ${claimed.kind}`, short(claimed.subjectId), (context) => verb(context, claimed))
  return true
}

export const fire: Move = async (world) => {
  const { timers } = await world.look()
  const due = timers.filter(({ dueAt }) => dueAt <= world.now)
  if (due.length > 0) await fireOne(world, world.random.pick(due).id)
}

/** Everything that is due is done, one after the other. */
export async function fireAll(world: World): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const { timers } = await world.look()
    const due = timers.filter(({ dueAt }) => dueAt <= world.now)
    if (due.length === 0) return
    for (const { id } of due) {
      await fireOne(world, id)
      await world.finishAll()
    }
  }
}

export const stopWrapup: Move = async (world) => {
  const task = await anyTask(world, isIn('wrapup'))
  if (task === null) return
  await world.call('end wrap-up', short(task.id), (context) =>
    endWrapup(context, { taskId: task.id, disposition: null }),
  )
}
