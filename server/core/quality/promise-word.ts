/** Promises that came to the same, of one ticket. */
export interface PromiseOutcome {
  readonly metric: string
  readonly policy: string
  /** The queue it was made for; null where it is the ticket's. */
  readonly queue: string | null
  /** Null before one; and of a promise that was called off or does not count. */
  readonly verdict: 'met' | 'breached' | null
  /** Why it counts for nothing; null where it has its verdict. */
  readonly undecided: UndecidedState | null
}

/** Promises without a verdict, by what became of them. */
export const undecidedStates = ['running', 'paused', 'cancelled', 'not_applicable'] as const

export type UndecidedState = (typeof undecidedStates)[number]

/** Between the parts of one outcome, and between outcomes: neither is in a name. */
export const promiseSigns = { part: '\u001e', outcome: '\u001d' } as const

/**
 * The outcomes in a word: metric, policy, queue, verdict, state without a verdict, and how many promises came to it. Tickets that
 * fared alike have the same word, so there are few.
 */
export function readPromiseWord(word: string): { outcome: PromiseOutcome; n: number }[] {
  return word.split(promiseSigns.outcome).map((text) => {
    const [metric = '', policy = '', queue = '', verdict = '', state = '', n = ''] = text.split(promiseSigns.part)
    return {
      outcome: {
        metric,
        policy,
        queue: queue === '' ? null : queue,
        verdict: verdict === 'met' || verdict === 'breached' ? verdict : null,
        undecided: undecidedStates.find((one) => one === state) ?? null,
      },
      n: Number(n),
    }
  })
}
