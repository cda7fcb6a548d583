/** Reasons whose state goes without saying; any other may be either. */
const known: Record<string, 'busy' | 'away'> = {
  break: 'away',
  lunch: 'away',
  meeting: 'busy',
  training: 'busy',
  wrap_up: 'busy',
}

/** Of the workflow's reasons those that make sense for a state, in its order. */
export function reasonsFor(state: 'busy' | 'away', listed: readonly string[]): string[] {
  return listed.filter((reason) => (known[reason] ?? state) === state)
}
