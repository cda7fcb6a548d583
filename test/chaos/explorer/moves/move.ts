import type { RouterHome } from '../router-home.ts'
import type { Sight } from '../ground.ts'
import type { World } from '../world.ts'

/** Something that happens in a schedule, if there is anything for it to happen to. */
export type Move = (world: World) => Promise<void> | void

/** The end of an id, by which a schedule names rows. */
export const short = (id: string): string => id.slice(-4)

export const anyHome = ({ random, routers }: World): RouterHome => random.pick(routers)

type SeenTask = Sight['tasks'][number]

/** A task that a call may be about; it may be in another state when its turn comes. */
export async function anyTask(world: World, isWanted: (task: SeenTask) => boolean): Promise<SeenTask | null> {
  const { tasks } = await world.look()
  const among = tasks.filter(isWanted)
  return among.length === 0 ? null : world.random.pick(among)
}

/** Whether a task is in one of these states. */
export const isIn =
  (...states: readonly string[]) =>
  ({ state }: SeenTask): boolean =>
    states.includes(state)

export const openStates = ['waiting', 'offered', 'active', 'paused'] as const
