import { anyHome, type Move } from './move.ts'

export const work: Move = async (world) => {
  const one = anyHome(world)
  if (one.router !== null && one.actor === null) await world.act(one, 'works', () => one.work())
}

export const listen: Move = async (world) => {
  const one = anyHome(world)
  world.count('listens')
  await one.listen(world.random.pick([1, 2, 5, 1_000]))
}

export const repeat: Move = async (world) => {
  const one = anyHome(world)
  world.tell('hears again', one.name)
  await one.repeat(world.random.below(40))
}

export const takeOver: Move = async (world) => {
  const one = anyHome(world)
  if (one.actor === null) await world.act(one, 'takes over', () => one.takeOver())
}

export const killRouter: Move = async (world) => {
  const one = anyHome(world)
  world.tell('kill', one.name)
  await world.killRouter(one)
}

/** Two routers of one epoch: what a moved clock of a rehearsal can leave for a while (server/jobs/router.ts). */
export const doubleUp: Move = (world) => {
  const [one, other] = world.routers
  if (one.router === null || other.actor !== null || other.epoch === one.epoch) return
  world.tell('two of one epoch')
  other.lead(one.epoch)
}

export const killCalls: Move = (world) => {
  world.tell('kill api')
  world.killCalls()
}
