/** Instants are epoch ms, durations ms. */

/** A task of the queue that somebody accepted for the first time, a while ago. */
export interface ServedWait {
  readonly enteredAt: number
  /** When the offer was made that was accepted: it left the queue then. */
  readonly offeredAt: number
  readonly acceptedAt: number
  readonly agentId: string
}

/** A task that ended before anybody took it: its customer gave up, or the need for it went away. */
export interface LeftWait {
  readonly enteredAt: number
  readonly endedAt: number
}

/** Lately accepted tasks: those finished, and the time that all of them have been in hand. */
export interface Handling {
  readonly finished: number
  readonly inHandMs: number
}

/** What happened in a queue lately. */
export interface WaitHistory {
  /** Ascending `offeredAt`. */
  readonly served: readonly ServedWait[]
  readonly left: readonly LeftWait[]
  readonly handling: Handling
}

/** A member of the queue who takes part in serving it now. */
export interface PresentAgent {
  readonly agentId: string
  readonly presentSince: number
  /** Tasks of the queue's kind it can hold at once, and how many more it has room for now. */
  readonly places: number
  readonly freePlaces: number
}

/** Tasks of a class that enter later and go before the one asked about, until it has aged past them. */
export interface Overtaking {
  /** Arrivals per ms. */
  readonly rate: number
  /** For how long from now a newcomer goes before; Infinity = always. */
  readonly forMs: number
}

/** How a queue stands for one task. */
export interface QueueNow {
  readonly now: number
  readonly isOpen: boolean
  /** 1 = next. */
  readonly position: number
  /** How long the task has waited already; 0 = it enters now. */
  readonly waitedMs: number
  /** Tasks that wait, this one included when it is there, and the entry of the earliest. */
  readonly waiting: number
  readonly earliestEntry: number | null
  /** Only those who could take this task. */
  readonly agents: readonly PresentAgent[]
  readonly overtaking: readonly Overtaking[]
}

export type WaitBasis = 'pace' | 'staffing' | 'head_of_line' | 'last_to_enter' | 'free_agent'

export interface WaitEstimate {
  /** Half of such waits end before it. */
  readonly p50Seconds: number
  /** Nine of ten end before it. */
  readonly p90Seconds: number
  readonly basis: WaitBasis
  readonly confidence: 'low' | 'medium' | 'high'
}
