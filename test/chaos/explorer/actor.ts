const passed = Promise.resolve()
/** Who does not come to an end is stopped all the same. */
const mostStepsAlone = 5_000

/** Somebody who acts: a call of a client or a turn of a router. It stops before every step and is told when to go on. */
export class Actor {
  readonly name: string
  /** The process it lives in: it dies with it. */
  readonly home: object
  /** Whether it stops before every statement, or before transactions only. */
  readonly stopsAtStatements: boolean
  state: 'running' | 'ready' | 'blocked' | 'ended' = 'running'
  /** Whether it holds a connection. */
  isInTransaction = false
  /** Nobody else acts: it need not stop. */
  runsAlone = false
  /** Stops it has passed since it was told to go on. */
  stepsAlone = 0
  /** Undoes what it has not committed. */
  rollback: () => void = () => undefined
  #resume: () => void = () => undefined
  #stopped: () => void = () => undefined

  constructor(name: string, home: object, stopsAtStatements: boolean) {
    this.name = name
    this.home = home
    this.stopsAtStatements = stopsAtStatements
  }

  /** Begins the work and gives its first stop. */
  start(work: () => Promise<void>): Promise<void> {
    const stopped = this.#untilStop()
    void work().then(() => {
      this.state = 'ended'
      this.#stopped()
    })
    return stopped
  }

  /** Goes on to its next stop. */
  go(): Promise<void> {
    this.stepsAlone = 0
    this.state = 'running'
    const stopped = this.#untilStop()
    this.#resume()
    return stopped
  }

  /** Stops until it is told to go on. */
  pause(): Promise<void> {
    if (!this.runsAlone || this.stepsAlone >= mostStepsAlone) return this.#stop('ready')
    this.stepsAlone += 1
    return passed
  }

  /** Stops until somebody else lets it: what it needs is held. */
  block(): Promise<void> {
    return this.#stop('blocked')
  }

  unblock(): void {
    if (this.state === 'blocked') this.state = 'ready'
  }

  /** It never acts again; what it had not committed is undone. */
  kill(): void {
    this.state = 'ended'
    this.rollback()
  }

  #stop(state: 'ready' | 'blocked'): Promise<void> {
    this.state = state
    return new Promise((resolve) => {
      this.#resume = resolve
      this.#stopped()
    })
  }

  #untilStop(): Promise<void> {
    return new Promise((resolve) => (this.#stopped = resolve))
  }
}
