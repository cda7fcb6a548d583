/** Bodies above this get the first complaint only, so that a refusal stays cheap. */
export const collectableErrorBytes = 64 * 1024

/** What one process takes on; every figure may be set for a test (reliability.md 3.14, L3, L4). */
export interface EdgeLimits {
  readonly bodyBytes: number
  readonly headerBytes: number
  readonly headersTimeoutMs: number
  /** For a whole request; for one with a file, how long none of it may arrive. */
  readonly requestTimeoutMs: number
  /** For a whole request with a file. */
  readonly uploadTimeoutMs: number
  readonly keepAliveTimeoutMs: number
  readonly connectionCheckMs: number
  /** An answer that its reader has not taken by then ends its connection. */
  readonly slowReaderMs: number
  readonly requestsPerSocket: number
  /** Requests under way in one process, long polls and streams not counted. */
  readonly inFlight: number
  /** Event-loop delay (p99) from which the lowest class of load is shed; each class above bears twice as much. */
  readonly loopDelayMs: number
  /** Requests a second and at once from one address to public routes, and refused sign-ins. */
  readonly publicPerSecond: number
  readonly publicBurst: number
  /** The same of public routes that bring people work (`bringsWork`): one address could fill a queue. */
  readonly workPerSecond: number
  readonly workBurst: number
}

/** What stands unless a test says otherwise; the delay is the operator's to set. */
export const defaultLimits: Omit<EdgeLimits, 'loopDelayMs'> = {
  bodyBytes: 1024 * 1024,
  headerBytes: 16 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  uploadTimeoutMs: 600_000,
  keepAliveTimeoutMs: 65_000,
  connectionCheckMs: 5_000,
  slowReaderMs: 15_000,
  requestsPerSocket: 1000,
  inFlight: 1000,
  publicPerSecond: 50,
  publicBurst: 200,
  workPerSecond: 1,
  workBurst: 60,
}
