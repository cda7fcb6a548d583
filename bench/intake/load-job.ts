/** What the load generator is asked to do. */
export interface LoadJob {
  readonly url: string
  readonly token: string
  readonly seconds: number
  readonly connections: number
  /** Each connection sends this many requests before anything counts, so that both sides are warm. */
  readonly warmUp: number
  readonly isKeyed: boolean
  readonly customers: number
}

/** What it saw; latencies in milliseconds from the call to the last byte of the answer. */
export interface LoadReport {
  readonly answered: number
  readonly refused: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  /** Of the load generator itself, a request. */
  readonly clientCpuUs: number
}
