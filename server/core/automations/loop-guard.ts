/** What automations have done to a ticket lately. */
export interface PastRuns {
  /** Of all rules in the last hour. */
  readonly lastHour: number
  /** Of each rule in the last day. */
  readonly lastDay: ReadonlyMap<string, number>
}

export const noRuns: PastRuns = Object.freeze({ lastHour: 0, lastDay: new Map<string, number>() })

/** Rules that lead to rules that lead to rules: no further than this. */
export const longestChain = 5
/** More than this in an hour is a loop, by whatever way it leads. */
export const mostRunsAnHour = 20
const mostRunsOfRuleADay = 10

export type GuardCode = 'in_chain' | 'chain_too_long' | 'too_many_runs' | 'too_many_runs_of_rule'

/**
 * Why a rule that would act may not: it led here itself, the chain of automations is too long, or the ticket was acted on
 * too often. Null when it may.
 */
export function guardAgainstLoops(
  rule: string,
  { chain, past }: { chain: readonly string[]; past: PastRuns },
): { readonly code: GuardCode; readonly text: string } | null {
  if (chain.includes(rule)) return { code: 'in_chain', text: `It led here itself: ${chain.join(', ')}.` }
  if (chain.length >= longestChain) {
    return { code: 'chain_too_long', text: `${chain.length} automations led here: ${chain.join(', ')}.` }
  }
  if (past.lastHour >= mostRunsAnHour) {
    return { code: 'too_many_runs', text: `Automations ran ${past.lastHour} times on this ticket within the hour.` }
  }
  const ofRule = past.lastDay.get(rule) ?? 0
  if (ofRule < mostRunsOfRuleADay) return null
  return { code: 'too_many_runs_of_rule', text: `It ran ${ofRule} times on this ticket within the day.` }
}
