/** A part of the service that works by itself. */
export interface Worker {
  readonly start: () => void
  /** Says that there may be work; a hint, since every worker also looks by itself. */
  readonly wake: () => void
  /** Takes no new work, ends what is under way within about `limitMs`, and gives the rest back. */
  readonly stop: (limitMs: number) => Promise<void>
}
