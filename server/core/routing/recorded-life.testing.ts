import { applyEvent, createEngine, decide, loadSnapshot, type EngineLog, type LogEntry } from './index.ts'
import { Random } from './random.testing.ts'
import { RowWorld } from './row-world.testing.ts'
import { decideSlowly } from './slow-evaluator.testing.ts'

/** The log of a random life of a workspace, as a router would keep it. */
export const recordLife = (seed: number, steps: number): EngineLog => {
  const random = new Random(seed)
  const world = new RowWorld(random, 6, seed % 2 === 0)
  const { config } = world.rows
  const start = world.snapshot()
  const engine = createEngine(config)
  loadSnapshot(engine, start)
  const entries: LogEntry[] = []
  for (let step = 0; step < steps; step += 1) {
    const events = [world.step(), world.takeExtra(), ...(random.chance(0.6) ? world.settle() : [])]
    for (const event of events) {
      if (event === null) continue
      entries.push({ kind: 'event', event })
      applyEvent(engine, event)
    }
    if (random.chance(0.3)) continue
    const { now } = world.rows
    entries.push({ kind: 'decide', now, limit: 50 })
    decideSlowly(world.rows, 50)
    world.reserve(decide(engine, now, 50))
  }
  return { config, start, entries }
}
