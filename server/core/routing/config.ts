/** What the engine needs of a published workflow, already compiled. Durations are ms, units are capacity units. */

/** How waiting raises rank: score = min(base + slopePerMinute x minutes waited, max). `domain.md` Routing 2. */
export interface AgeingClass {
  classId: string
  base: number
  slopePerMinute: number
  /** The score never exceeds it; at least `base`. */
  max: number
}

/** What one task of a kind costs an agent, unless the agent overrides it. */
export interface TaskKind {
  kind: string
  units: number
  /** Most tasks of this kind at once; null = only the units limit. */
  maxAtOnce: number | null
  /** How long an offer of it stands, whatever its queue says; absent or null = as the queue says. */
  offerTimeoutMs?: number | null
  /** Kinds a task of this kind may interrupt: their units do not count against it. */
  interrupts?: readonly string[]
}

/**
 * The order of the agents who could take a task. Ties fall to idle time, then load, then id.
 * `expression` ranks by `AgentInput.rankValues[queueId]`, which the shell computes, highest first.
 */
export type RankingKind = 'longest-idle' | 'least-loaded' | 'best-match' | 'round-robin' | 'expression'

/** Which of the agent's two lists makes it a member: `queues`, `matchedQueues`, one of them, or both. */
export type MembershipRule = 'listed' | 'matched' | 'either' | 'both'

export interface QueueConfig {
  queueId: string
  ranking: RankingKind
  membership: MembershipRule
  offerTimeoutMs: number
  /** How long an agent who declined a task is not asked again for it; Infinity = never again. */
  declineCooldownMs: number
  /** The same after an offer that ran out. */
  expiryCooldownMs: number
  /**
   * Of the agents who could take a task, those who took more tasks than the least served one of them plus this gap are
   * passed over; null or left out = nobody is.
   */
  fairnessGap?: number | null
  /** Outside its hours. Whether it has members then is up to `membership`; who is none is kept out by the hours. */
  isClosed?: boolean
}

export interface EngineConfig {
  workflowVersion: string
  classes: AgeingClass[]
  kinds: TaskKind[]
  queues: QueueConfig[]
  /** Agents kept in a decision record with their ranking values, 1 to 5. */
  bestCount: number
  /** Since when tasks taken are counted for `fairnessGap` (epoch ms); another instant begins the count anew. */
  servedSince?: number
}
