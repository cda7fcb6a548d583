import type { Engine } from '../../../server/core/routing/index.ts'
import {
  type CommitHorizon,
  createCommitHorizon,
  type EventHeader,
} from '../../../server/modules/events/commit-horizon.ts'
import { createShardRouter, type ShardRouter, ShardLost, takeShard } from '../../../server/modules/routing/index.ts'
import type { Context } from '../../../server/platform/context.ts'
import type { Actor } from './actor.ts'
import type { Ground } from './ground.ts'
import { plantable } from './planted.ts'

/** What the feed gives to a router. */
const hear = plantable('hear', (headers: readonly EventHeader[]) => headers)

/** A lease that has ended when it begins: taking over never has to wait here. */
const longAgoMs = -1_000

/** A process that routes, or would if it held the shard: its memory is what a kill takes. */
export class RouterHome {
  readonly name: string
  /** How far its clock is from the world's. */
  skewMs = 0
  actor: Actor | null = null
  router: ShardRouter | null = null
  engine: Engine | null = null
  epoch = 0
  /** What its last turn threw, unless that it lost its shard. */
  failure: unknown = null
  #horizon: CommitHorizon
  readonly #ground: Ground
  readonly #context: Context

  constructor(name: string, ground: Ground, now: () => number) {
    this.name = name
    this.#ground = ground
    this.#horizon = createCommitHorizon(0)
    const actor = (): Actor => {
      if (this.actor === null) throw new Error(`${name} acts and has no actor.`)
      return this.actor
    }
    this.#context = ground.contextOf({ actor, now: () => now() + this.skewMs })
  }

  now(): number {
    return this.#context.now()
  }

  /** Becomes the router under a new epoch. */
  async takeOver(): Promise<void> {
    const epoch = await takeShard(this.#context, { holder: this.name, leaseMs: longAgoMs })
    if (epoch !== null) this.lead(epoch)
  }

  /** Begins to route under an epoch, knowing nothing yet. */
  lead(epoch: number): void {
    this.epoch = epoch
    this.engine = null
    this.router = createShardRouter({ context: this.#context, epoch, mark: () => this.#horizon.mark() })
  }

  /** One turn of the router's loop. */
  async work(): Promise<void> {
    const { router } = this
    if (router === null) return
    try {
      await router.work()
    } catch (error) {
      if (error instanceof ShardLost) this.router = null
      else this.failure = error
    }
  }

  /** Reads on in the log and tells the router; gives how many events it was told of. */
  async listen(limit: number): Promise<number> {
    const after = this.#horizon.readTo()
    const view = await this.#ground.view({ after, holes: this.#horizon.holes(), limit })
    const settled = this.#horizon.take(view)
    if (settled.length > 0) this.router?.hear(hear(settled))
    return settled.length
  }

  /** Tells the router once more of some of what it may have been told already, from the `from`th event on. */
  async repeat(from: number): Promise<void> {
    const { headers } = await this.#ground.view({ after: 0, holes: [], limit: Infinity })
    const known = headers.filter(({ seq }) => seq <= this.#horizon.mark()).slice(from, from + 3)
    if (known.length > 0) this.router?.hear(known)
  }

  /** Its memory is gone; it comes back with the world's time and the feed as it is now. */
  async restart(): Promise<void> {
    this.actor?.kill()
    this.actor = null
    this.router = null
    this.engine = null
    this.failure = null
    this.skewMs = 0
    const { headers, xmin, nextXid } = await this.#ground.view({ after: 0, holes: [], limit: Infinity })
    // As a feed that starts: from the end of the log once nobody can write below it; from earlier is as good.
    const isSettled = xmin >= nextXid
    this.#horizon = createCommitHorizon(isSettled ? (headers.at(-1)?.seq ?? 0) : this.#horizon.mark())
  }
}
