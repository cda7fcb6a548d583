import { describe, expect, it } from 'vitest'
import { applyEvent, createEngine, decide, exportSnapshot, loadSnapshot, stateHash, type Effect } from './index.ts'
import type { Engine, EngineEvent } from './index.ts'
import { Random } from './random.testing.ts'
import { RowWorld } from './row-world.testing.ts'
import { decideSlowly, rejectsFor } from './slow-evaluator.testing.ts'

const WORLDS = 20
const STEPS = 120

type Entry = { event: EngineEvent } | { decideAt: number; limit: number }

const applyEntry = (engine: Engine, entry: Entry): Effect[] =>
  'event' in entry ? applyEvent(engine, entry.event) : decide(engine, entry.decideAt, entry.limit)

/** With its record, which a decision does not hold as a field. */
const written = (effect: Effect): Effect => (effect.kind === 'offer' ? { ...effect, record: effect.record } : effect)

const run = (engine: Engine, entries: Entry[]): Effect[] =>
  entries.flatMap((entry) => applyEntry(engine, entry).map(written))

/** A takeover asks again for what was asked before it: the wake, and the end of offers that ran out. */
const lasting = (effects: Effect[]): Effect[] => effects.filter(({ kind }) => kind !== 'wake' && kind !== 'expire')

/** Plays a random world against the engine, checking each batch of decisions; gives what was fed, in order. */
const play = (
  seed: number,
  check: (engine: Engine, world: RowWorld) => void,
): { decisions: number; entries: Entry[] } => {
  const random = new Random(seed)
  const world = new RowWorld(random, 6, seed % 2 === 0)
  const engine = createEngine(world.rows.config)
  const first = world.snapshot()
  loadSnapshot(engine, first)
  const entries: Entry[] = []
  let decisions = 0
  const feed = (event: EngineEvent | null): void => {
    if (event === null) return
    entries.push({ event })
    applyEvent(engine, event)
  }
  for (let step = 0; step < STEPS; step += 1) {
    feed(world.step())
    feed(world.takeExtra())
    if (random.chance(0.6)) for (const event of world.settle()) feed(event)
    if (random.chance(0.7)) {
      const limit = random.pick([1, 2, 50])
      const before = structuredClone(world.rows)
      const expected = decideSlowly(world.rows, limit)
      const made = decide(engine, world.rows.now, limit)
      entries.push({ decideAt: world.rows.now, limit })
      expect(
        made.map(({ taskId, agentId, record }) => ({
          taskId,
          agentId,
          best: record.best.map((ranked) => ranked.agentId),
          rejects: record.rejects,
        })),
        `seed ${seed} step ${step} in ${before.now}`,
      ).toEqual(expected)
      world.reserve(made)
      decisions += made.length
    }
    check(engine, world)
  }
  return { decisions, entries }
}

describe('a random life of a workspace', () => {
  it('decides as the slow evaluator does, after every change', () => {
    let decisions = 0
    for (let seed = 1; seed <= WORLDS; seed += 1) decisions += play(seed, () => {}).decisions
    expect(decisions).toBeGreaterThan(WORLDS * 10)
  })

  it('holds the same state as a snapshot of the rows, whenever nothing is in flight', () => {
    let compared = 0
    for (let seed = 1; seed <= WORLDS; seed += 1)
      play(seed, (engine, world) => {
        if (world.hasInFlight || world.rows.setAside.size > 0 || engine.sequence % 3 !== 0) return
        const fresh = createEngine(world.rows.config)
        loadSnapshot(fresh, { ...world.snapshot(), now: engine.now })
        expect(exportSnapshot(engine).agents, `seed ${seed}`).toEqual(exportSnapshot(fresh).agents)
        expect(exportSnapshot(engine).tasks, `seed ${seed}`).toEqual(exportSnapshot(fresh).tasks)
        expect(stateHash(engine), `seed ${seed}`).toBe(stateHash(fresh))
        compared += 1
      })
    expect(compared).toBeGreaterThan(WORLDS)
  })

  it('replays to the same effects and the same hash', () => {
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const start = new RowWorld(new Random(seed), 6, seed % 2 === 0)
      const { entries } = play(seed, () => {})
      const [one, two] = [createEngine(start.rows.config), createEngine(start.rows.config)]
      loadSnapshot(one, start.snapshot())
      loadSnapshot(two, start.snapshot())
      expect(run(one, entries)).toEqual(run(two, entries))
      expect(stateHash(one)).toBe(stateHash(two))
    }
  })

  it('says the same in a record that is read long after the decision', () => {
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const start = new RowWorld(new Random(seed), 6, seed % 2 === 0)
      const { entries } = play(seed, () => {})
      const [prompt, late] = [createEngine(start.rows.config), createEngine(start.rows.config)]
      loadSnapshot(prompt, start.snapshot())
      loadSnapshot(late, start.snapshot())
      const expected = run(prompt, entries)
      const effects = entries.flatMap((entry) => applyEntry(late, entry))
      expect(effects.map(written), `seed ${seed}`).toEqual(expected)
    }
  })

  it('goes on from a snapshot exactly as from the whole log', () => {
    let resumed = 0
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const start = new RowWorld(new Random(seed), 6, seed % 2 === 0)
      const { entries } = play(seed, () => {})
      const whole = createEngine(start.rows.config)
      loadSnapshot(whole, start.snapshot())
      for (let cut = 0; cut < entries.length; cut += 1) {
        run(whole, entries.slice(cut, cut + 1))
        const isSettled = ![...whole.tasks.values()].some((task) => task.state === 'reserved' || task.setAsideUntil > 0)
        const nobodyAside = ![...whole.agents.values()].some((agent) => agent.setAsideUntil > 0)
        if (!isSettled || !nobodyAside || cut % 20 !== 0) continue
        const tail = createEngine(start.rows.config)
        loadSnapshot(tail, exportSnapshot(whole))
        const other = createEngine(start.rows.config)
        loadSnapshot(other, start.snapshot())
        run(other, entries.slice(0, cut + 1))
        const rest = entries.slice(cut + 1)
        expect(lasting(run(tail, rest)), `seed ${seed} cut ${cut}`).toEqual(lasting(run(other, rest)))
        expect(stateHash(tail)).toBe(stateHash(other))
        resumed += 1
      }
    }
    expect(resumed).toBeGreaterThan(WORLDS)
  })
})

describe('the reject histogram', () => {
  it('counts every other agent once', () => {
    const random = new Random(5)
    const world = new RowWorld(random, 9, false)
    const engine = createEngine(world.rows.config)
    loadSnapshot(engine, world.snapshot())
    for (let step = 0; step < 200; step += 1) {
      const event = world.step()
      if (event !== null) applyEvent(engine, event)
      const before = structuredClone(world.rows)
      decideSlowly(world.rows, 50)
      const made = decide(engine, world.rows.now, 50)
      world.reserve(made)
      const [first] = made
      const task = before.tasks.find(({ taskId }) => taskId === first?.taskId)
      if (first !== undefined && task !== undefined) {
        expect(first.record.rejects).toEqual(rejectsFor(before, task, first.agentId))
        const counted = Object.values(first.record.rejects).reduce((sum, count) => sum + count, 0)
        expect(counted).toBe(world.rows.agents.length - 1)
      }
      for (const settled of world.settle()) applyEvent(engine, settled)
    }
  })
})
