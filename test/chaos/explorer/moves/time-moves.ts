import { anyHome, type Move } from './move.ts'

export const pass: Move = (world) => {
  const ms = world.random.pick([1, 200, 1_001, 10_000, 20_000, 30_000, 44_999, 45_000, 61_000, 600_000])
  world.tell('time passes', `${ms} ms`)
  world.letPass(ms)
}

export const jump: Move = (world) => {
  const ms = world.random.pick([-600_000, 600_000])
  world.tell('clocks jump', `${ms} ms`)
  world.hasJumped = true
  // A process has the new time once it has asked the database again (server/start/open-core.ts).
  for (const one of world.routers) if (world.random.chance(0.5)) one.skewMs -= ms
  world.letPass(ms)
}

export const observe: Move = (world) => {
  world.count('asks for the time')
  anyHome(world).skewMs = 0
}
