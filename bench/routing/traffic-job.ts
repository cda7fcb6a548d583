/** What the traffic is to be. */
export interface TrafficJob {
  readonly address: string
  readonly token: string
  readonly desks: number
  /** Arrivals a second, at fixed instants whatever the server answers. */
  readonly rate: number
  readonly warmUpSeconds: number
  readonly seconds: number
  readonly connections: number
  /** Passes of the agents who have a socket of their own. */
  readonly passes: readonly string[]
  /** How long an agent thinks before it accepts, and how long it works. */
  readonly acceptAfterMs: readonly [number, number]
  readonly completeAfterMs: readonly [number, number]
}

export interface Latencies {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

/** What became of it; of the measured time only, except where it says otherwise. */
export interface TrafficReport {
  /** Epoch ms between which arrivals count. */
  readonly from: number
  readonly to: number
  /** Sent, and how long after it was due the latest one was. */
  readonly arrivals: number
  readonly latestMs: number
  readonly refused: number
  readonly firstRefusal: string
  /** From the instant an arrival was due until its answer: what a stall costs is in it. */
  readonly create: Latencies
  readonly accept: Latencies
  readonly complete: Latencies
  /** Accepts and completions that were not answered with 200, in the whole run. */
  readonly unanswered: Readonly<Record<string, number>>
  /** Offers heard by their own agents' sockets: when (epoch ms), by ticket. */
  readonly heard: readonly (readonly [ticketId: string, at: number])[]
  /** The same by the one socket that follows everything. */
  readonly followed: readonly (readonly [ticketId: string, at: number])[]
  readonly cpuSeconds: number
}
