/** How long an agent is not asked again for a task it turned down (routing.md 2.2). */
export interface Cooldowns {
  /** After it declined it, or gave it back. */
  readonly declineCooldownMs: number
  /** After it let an offer run out. */
  readonly missCooldownMs: number
}

/** Where a queue does not say. */
export const standardCooldowns: Cooldowns = { declineCooldownMs: 10 * 60_000, missCooldownMs: 60_000 }
