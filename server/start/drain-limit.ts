/** How long work under way may take to end at a stop (reliability.md 3.14). */
export const drainLimitMs = 20_000
