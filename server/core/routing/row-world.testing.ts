import type { Decision } from './effects.ts'
import type { EngineEvent, EventBody, OfferEnd } from './events.ts'
import type { AgentLoad, AgentSnapshot, OfferInput, Snapshot, TaskInput } from './types.ts'
import {
  randomAgent,
  randomConfig,
  randomPresence,
  randomSnapshotAgent,
  randomTask,
  randomTerms,
} from './random-rows.testing.ts'
import { copyOf, type Random } from './random.testing.ts'
import type { Rows } from './slow-evaluator.testing.ts'

/** How long the engine leaves a row that lost a claim alone (`LOST_CLAIM_PAUSE_MS`), said once more. */
const PAUSE_MS = 1_000

/**
 * What a database and a shell would do, at random: it holds the rows, changes them as commands do, and says each change
 * as the event the router would read. With `sendsLoad` every change of an agent's units comes with its capacity row.
 */
export class RowWorld {
  readonly rows: Rows
  readonly log: EngineEvent[] = []
  readonly #random: Random
  readonly #sendsLoad: boolean
  #offers = new Map<string, OfferInput>()
  #inFlight: Decision[] = []
  #loads = new Map<string, number>()
  #sequence = 0
  #made = 0

  constructor(random: Random, agentCount: number, sendsLoad: boolean) {
    this.#random = random
    this.#sendsLoad = sendsLoad
    const now = 1_000_000
    const agents = Array.from({ length: agentCount }, (_, index) => randomSnapshotAgent(random, `agent-${index}`, now))
    this.rows = { config: randomConfig(random), now, agents, tasks: [], setAside: new Map() }
    if (sendsLoad) for (const row of agents) row.load = this.#loadOf(row.agent.agentId)
  }

  get hasInFlight(): boolean {
    return this.#inFlight.length > 0
  }

  /** The rows as a snapshot reads them: what is only in flight still waits. */
  snapshot(): Snapshot {
    const reserved = new Set(this.#inFlight.map(({ taskId }) => taskId))
    const tasks = this.rows.tasks.map((task) =>
      reserved.has(task.taskId) ? { ...task, state: 'waiting' as const, agentId: null, units: 0 } : task,
    )
    const agents = this.rows.agents
    return copyOf({
      sequence: this.#sequence,
      now: this.rows.now,
      tasks,
      agents,
      offers: [...this.#offers.values()],
    })
  }

  /** Decisions are in flight until `settle`. The slow evaluator has written them into the rows already. */
  reserve(decisions: Decision[]): void {
    this.#inFlight.push(...decisions)
  }

  /** Commits or loses everything in flight. */
  settle(): EngineEvent[] {
    const events: EngineEvent[] = []
    for (let next = this.#inFlight.shift(); next !== undefined; next = this.#inFlight.shift())
      events.push(this.#settleOne(next))
    return events
  }

  #settleOne({ taskId, agentId, units, expiresAt }: Decision): EngineEvent {
    const task = this.#task(taskId)
    if (this.#random.chance(0.15)) {
      const lost = this.#random.pick(['task', 'agent'] as const)
      this.rows.setAside.set(lost === 'task' ? taskId : agentId, this.rows.now + PAUSE_MS)
      this.#release(task)
      return this.#say({ kind: 'claim.lost', taskId, agentId, lost })
    }
    task.version += 1
    this.#made += 1
    const offer = { offerId: `offer-${this.#made}`, version: 1, taskId, agentId, units, expiresAt }
    this.#offers.set(offer.offerId, offer)
    return this.#say({ kind: 'offer.committed', offer, taskVersion: task.version, ...this.#withLoad(agentId) })
  }

  /** One random change; null when the dice ask for something there is none of. */
  step(): EngineEvent | null {
    this.rows.now += this.#random.pick([0, 0, 1, 500, 5_000, 20_000])
    const steps = [
      () => this.#enter(),
      () => this.#enter(),
      () => this.#endOffer(),
      () => this.#endOffer(),
      () => this.#endOffer(),
      () => this.#changeTask(),
      () => this.#finish(),
      () => this.#finish(),
      () => this.#presence(),
      () => this.#shift(),
      () => this.#changeAgent(),
      () => this.#say({ kind: 'tick' }),
      () => (this.log.length === 0 ? null : this.#repeat()),
    ]
    return this.#random.pick(steps)()
  }

  #say(body: EventBody): EngineEvent {
    this.#sequence += 1
    const event = copyOf({ sequence: this.#sequence, at: this.rows.now, ...body })
    this.log.push(event)
    return event
  }

  /** A row fed twice, or late, must change nothing; a claim is only ever answered once, and a shift is no row. */
  #repeat(): EngineEvent | null {
    const old = this.#random.pick(this.log)
    if (old.kind === 'claim.lost' || old.kind === 'agent.shift') return null
    if ('retryAt' in old ? false : old.kind === 'offer.declined' || old.kind === 'offer.expired') return null
    const isOver = 'task' in old && !this.rows.tasks.some(({ taskId }) => taskId === old.task.taskId)
    if (isOver) return null
    return { ...old, at: this.rows.now }
  }

  #task(taskId: string): TaskInput {
    const task = this.rows.tasks.find((row) => row.taskId === taskId)
    if (task === undefined) throw new RangeError(`no task ${taskId}`)
    return task
  }

  #agent(agentId: string): AgentSnapshot | undefined {
    return this.rows.agents.find((row) => row.agent.agentId === agentId)
  }

  #loadOf(agentId: string): AgentLoad {
    const version = (this.#loads.get(agentId) ?? 0) + 1
    this.#loads.set(agentId, version)
    const inFlight = new Set(this.#inFlight.map(({ taskId }) => taskId))
    const unitsByKind: Record<string, number> = {}
    const load: AgentLoad = { version, units: 0, byKind: {}, unitsByKind }
    for (const task of this.rows.tasks) {
      const counts = task.state === 'offered' || task.state === 'active' || (task.state !== 'waiting' && task.units > 0)
      if (task.agentId !== agentId || !counts || inFlight.has(task.taskId)) continue
      load.units += task.units
      load.byKind[task.kind] = (load.byKind[task.kind] ?? 0) + 1
      unitsByKind[task.kind] = (unitsByKind[task.kind] ?? 0) + task.units
    }
    return load
  }

  #withLoad(agentId: string | null): { load?: AgentLoad } {
    const row = agentId === null ? undefined : this.#agent(agentId)
    if (!this.#sendsLoad || row === undefined) return {}
    row.load = this.#loadOf(row.agent.agentId)
    this.rows.setAside.delete(row.agent.agentId)
    return { load: copyOf(row.load) }
  }

  #release(task: TaskInput): void {
    task.state = 'waiting'
    task.agentId = null
    task.units = 0
  }

  #touch(agentId: string | null): void {
    const row = agentId === null ? undefined : this.#agent(agentId)
    if (row !== undefined) row.idleSince = this.rows.now
  }

  #enter(): EngineEvent {
    this.#made += 1
    const task = randomTask(this.#random, `task-${this.#made}`, this.rows.now - this.#random.below(3) * 20_000)
    this.rows.tasks.push(task)
    return this.#say({ kind: 'task.entered', task })
  }

  #changeTask(): EngineEvent | null {
    const inFlight = new Set(this.#inFlight.map(({ taskId }) => taskId))
    const waiting = this.rows.tasks.filter((task) => task.state === 'waiting' && !inFlight.has(task.taskId))
    if (waiting.length === 0) return null
    const task = this.#random.pick(waiting)
    const { taskId, enteredAt } = task
    const { queueId, kind, classId, requirements, preferred = null } = randomTask(this.#random, taskId, enteredAt)
    Object.assign(task, { queueId, kind, classId, requirements, preferred, version: task.version + 1 })
    this.rows.setAside.delete(task.taskId)
    return this.#say({ kind: 'task.updated', task })
  }

  #endOffer(): EngineEvent | null {
    if (this.#offers.size === 0) return null
    const { offerId, taskId, agentId } = this.#random.pick([...this.#offers.values()])
    const task = this.#task(taskId)
    this.#offers.delete(offerId)
    task.version += 1
    const kind = this.#random.pick(['accepted', 'accepted', 'declined', 'declined', 'expired', 'revoked'] as const)
    const queue = this.rows.config.queues.find((row) => row.queueId === task.queueId)
    let retry: { retryAt?: number } = {}
    if (kind === 'accepted') {
      task.state = 'active'
      this.#touch(agentId)
      const row = this.#agent(agentId)
      if (row !== undefined) row.served = (row.served ?? 0) + 1
    } else this.#release(task)
    if (queue !== undefined && (kind === 'declined' || kind === 'expired')) {
      const until = this.rows.now + (kind === 'declined' ? queue.declineCooldownMs : queue.expiryCooldownMs)
      if (this.#random.chance(0.5)) retry = { retryAt: until }
      task.exclusions = [...(task.exclusions ?? []).filter((row) => row.agentId !== agentId), { agentId, until }]
    }
    const end: OfferEnd = {
      offerId,
      version: 2,
      taskId,
      taskVersion: task.version,
      agentId,
      ...this.#withLoad(agentId),
    }
    return this.#say({ kind: `offer.${kind}`, ...end, ...retry })
  }

  /** Held work ends, is parked, or goes back to the queue. */
  #finish(): EngineEvent | null {
    const held = this.rows.tasks.filter(({ state }) => state === 'active' || state === 'wrapup' || state === 'paused')
    if (held.length === 0) return null
    const task = this.#random.pick(held)
    const { agentId } = task
    task.version += 1
    const freed = task.state === 'active' || task.units > 0
    const next = this.#random.pick(['done', 'done', 'waiting', 'wrapup', 'paused'] as const)
    if (next === 'done') {
      this.rows.tasks = this.rows.tasks.filter((row) => row !== task)
      if (freed) this.#touch(agentId)
      const { taskId, version } = task
      return this.#say({ kind: 'task.left', taskId, version, reason: 'completed', ...this.#withLoad(agentId) })
    }
    if (next === 'waiting') this.#release(task)
    else {
      task.state = next
      if (this.#random.chance(0.5)) task.units = 0
    }
    if (freed && (next === 'waiting' || task.units === 0)) this.#touch(agentId)
    const event = this.#say({ kind: 'task.updated', task })
    const { load } = this.#withLoad(agentId)
    if (load !== undefined && agentId !== null) this.#extra = this.#say({ kind: 'agent.load', agentId, load })
    return event
  }

  #extra: EngineEvent | null = null

  /** A second event of the same transaction, if the last step had one. */
  takeExtra(): EngineEvent | null {
    const extra = this.#extra
    this.#extra = null
    return extra
  }

  #presence(): EngineEvent | null {
    const row = this.#random.pick(this.rows.agents)
    const presence = randomPresence(this.#random)
    if (row.presence !== 'available' && presence === 'available') row.idleSince = this.rows.now
    const terms = randomTerms(this.#random)
    Object.assign(row, { presence, presenceVersion: row.presenceVersion + 1, ...terms })
    const { agentId } = row.agent
    this.rows.setAside.delete(agentId)
    const { keepsOffers: keepOffers, mostOffers } = terms
    return this.#say({
      kind: 'agent.presence',
      agentId,
      version: row.presenceVersion,
      presence,
      keepOffers,
      mostOffers,
    })
  }

  #shift(): EngineEvent {
    const row = this.#random.pick(this.rows.agents)
    row.isOffShift = this.#random.chance(0.3)
    return this.#say({ kind: 'agent.shift', agentId: row.agent.agentId, isOnShift: !row.isOffShift })
  }

  #changeAgent(): EngineEvent {
    const row = this.#random.pick(this.rows.agents)
    row.agent = randomAgent(this.#random, row.agent.agentId, row.agent.version + 1)
    this.rows.setAside.delete(row.agent.agentId)
    return this.#say({ kind: 'agent.updated', agent: row.agent })
  }
}
