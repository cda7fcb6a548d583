import type { Random } from '../../../server/core/routing/random.testing.ts'
import type { Context } from '../../../server/platform/context.ts'
import { AppError } from '../../../server/platform/errors.ts'
import { Actor } from './actor.ts'
import { countOf, type MoveCounts } from './counts.ts'
import { onEngine } from './engines.ts'
import { drawKinds, type Entry } from './enter-task.ts'
import { admit, Gathering } from './gathering.ts'
import type { Ground, Sight } from './ground.ts'
import { Broken } from './oracle/invariants.ts'
import { RouterHome } from './router-home.ts'

/** What somebody was told of an offer. */
export interface Answer {
  readonly offerId: string
  readonly told: string
}

/** Steps no schedule takes whose routers come to rest. */
const mostSteps = 20_000

/** One workspace under one schedule: processes, who acts in them, and the time. */
export class World {
  readonly ground: Ground
  readonly random: Random
  readonly routers: readonly [RouterHome, RouterHome]
  readonly answers: Answer[] = []
  /** Names of what was done, in order: the schedule as a person reads it. */
  readonly told: string[] = []
  readonly counts: MoveCounts = new Map()
  now: number
  /** The highest time any process has had. */
  latest: number
  hasJumped = false
  /** How likely an endpoint fails. */
  readonly endpointFails: number
  /** Of tasks that enter. */
  readonly kinds: readonly Entry['kind'][]
  /** Since when the schedule comes to rest: routers have heard everything and no time passes while they work. */
  restSince = Infinity
  steps = 0
  /** Who went on last. */
  last: Actor | null = null
  readonly #api = {}
  /** One for each process that calls come to. */
  #gatherings: readonly Gathering[]
  readonly #stopsAtStatements: boolean
  #actors: Actor[] = []

  constructor(ground: Ground, by: { random: Random; start: number; stopsAtStatements: boolean }) {
    this.ground = ground
    this.random = by.random
    this.now = by.start
    this.latest = by.start
    this.#stopsAtStatements = by.stopsAtStatements
    this.endpointFails = by.random.pick([0.1, 0.3, 0.9])
    this.kinds = drawKinds(by.random)
    this.#gatherings = this.#open(by.random.pick([1, 1, 2, 64]))
    const time = () => this.now
    this.routers = [new RouterHome('router a', ground, time), new RouterHome('router b', ground, time)]
    onEngine((engine) => {
      for (const home of this.routers) if (home.actor?.state === 'running') home.engine = engine
    })
  }

  ready(): Actor[] {
    return this.#actors.filter(({ state }) => state === 'ready')
  }

  isBusy(): boolean {
    return this.#actors.some(({ state }) => state !== 'ended')
  }

  look(): Promise<Sight> {
    return this.ground.look()
  }

  letPass(ms: number): void {
    this.now += ms
    for (const { skewMs } of [{ skewMs: 0 }, ...this.routers])
      this.latest = Math.max(this.latest, this.now + Math.max(0, skewMs))
  }

  /** Notes a move that happens at once. */
  tell(kind: string, about = ''): void {
    this.told.push(about === '' ? kind : `${kind} ${about}`)
    this.count(kind)
  }

  count(kind: string): void {
    const count = countOf(this.counts, kind)
    count.begun += 1
    count.done += 1
  }

  /** Somebody calls the API. What it is refused for a reason is fine; any other failure is a fault. */
  call(kind: string, about: string, work: (context: Context) => Promise<unknown>): Promise<void> {
    const actor: Actor = new Actor(`${kind} ${about}`, this.#api, this.#stopsAtStatements)
    const call = { actor }
    const context = this.ground.contextOf({ actor: () => call.actor, now: () => this.now })
    admit(context, { call, gathering: this.random.pick(this.#gatherings) })
    return this.#begin(kind, actor, async () => {
      try {
        await work(context)
      } catch (error) {
        if (error instanceof AppError) return false
        this.#noteFailure(error)
      }
      return true
    })
  }

  /** Tells an offer's answer: what it was told it had become. */
  async ask(offerId: string, call: () => Promise<{ id: string; state: string }>): Promise<void> {
    try {
      const { id, state } = await call()
      if (id !== offerId) throw new Broken('answer_differs', `${offerId} was asked about and ${id} answered`)
      this.answers.push({ offerId, told: state })
    } catch (error) {
      if (error instanceof AppError && error.code === 'offer_ended')
        this.answers.push({ offerId, told: String(error.details['lostTo']) })
      throw error
    }
  }

  /** A router's process does something of its own. */
  act(home: RouterHome, kind: string, work: () => Promise<void>): Promise<void> {
    const actor: Actor = new Actor(`${home.name} ${kind}`, home, this.#stopsAtStatements)
    home.actor = actor
    return this.#begin(kind, actor, async () => {
      await work()
      home.actor = null
      if (home.failure !== null) this.#noteFailure(home.failure)
      home.failure = null
      return true
    })
  }

  /** `work` says whether it did what it was to do. */
  async #begin(kind: string, actor: Actor, work: () => Promise<boolean>): Promise<void> {
    this.told.push(actor.name)
    this.#actors.push(actor)
    const count = countOf(this.counts, kind)
    count.begun += 1
    await actor.start(async () => {
      try {
        count[(await work()) ? 'done' : 'refused'] += 1
      } catch (error) {
        this.#noteFailure(error)
      }
    })
    this.#checkFailure()
    if (actor.state === 'ended') this.#forget(actor)
  }

  #forget(actor: Actor): void {
    this.#actors = this.#actors.filter((one) => one !== actor)
  }

  async go(actor: Actor): Promise<void> {
    this.steps += 1
    if (this.steps > mostSteps) throw new Broken('restless', `${actor.name} does not end`)
    this.last = actor
    await actor.go()
    this.#checkFailure()
    if (actor.state === 'ended') this.#forget(actor)
  }

  killCalls(): void {
    this.#kill(({ home }) => home === this.#api)
    this.#gatherings = this.#open(this.#gatherings.length)
  }

  #open(processes: number): Gathering[] {
    const onMade = (moves: number) => {
      if (moves > 1) this.count('made together')
    }
    return Array.from({ length: processes }, () => new Gathering(onMade))
  }

  async killRouter(home: RouterHome): Promise<void> {
    this.#kill((actor) => actor.home === home)
    await home.restart()
  }

  #kill(isIt: (actor: Actor) => boolean): void {
    for (const actor of this.#actors.filter(isIt)) actor.kill()
    this.#actors = this.#actors.filter(({ state }) => state !== 'ended')
  }

  #failure: unknown = null

  /** A conflict that outlasts all repetitions is the database's way to say: try again. */
  #noteFailure(error: unknown): void {
    const isAgain = error instanceof Error && 'code' in error && error.code === '40001'
    if (!isAgain) this.#failure ??= error
  }

  #checkFailure(): void {
    const error = this.#failure
    if (error === null) return
    if (error instanceof Broken) throw error
    if (error instanceof Error && 'code' in error && error.code === '40P01') throw new Broken('deadlock', error.message)
    throw new Broken('failed', error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error))
  }

  /** Lets everybody who acts come to an end, in an order of chance. */
  async finishAll(): Promise<void> {
    while (this.isBusy()) {
      const ready = this.ready()
      if (ready.length === 0) throw new Broken('deadlock', 'everybody waits')
      const next = this.random.pick(ready)
      // Nobody could come between its steps: it takes them all at once.
      if (this.#actors.length === 1) next.runsAlone = true
      await this.go(next)
      this.steps += next.stepsAlone
    }
  }
}
