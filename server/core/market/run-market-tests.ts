import type { MarketDocument } from './document.ts'
import type { Market } from './market.ts'
import { findChoice } from './market.ts'
import { resolveHandoffType } from './resolve-handoff-type.ts'

type MarketTest = NonNullable<MarketDocument['tests']>[number]

/** What one test of a market document said; only what the test names is compared. */
export interface MarketTestResult {
  readonly name: string
  readonly passed: boolean
  readonly expected: Readonly<Record<string, unknown>>
  readonly actual: Readonly<Record<string, unknown>>
}

/** Runs the tests inside a market document. */
export function runMarketTests(market: Market, tests: readonly MarketTest[]): readonly MarketTestResult[] {
  return tests.map((test) => {
    const found = outcomeOf(market, test.given)
    const expected: Record<string, unknown> = { ...test.expect }
    const actual = Object.fromEntries(Object.keys(expected).map((name) => [name, found[name] ?? null]))
    return {
      name: test.name,
      passed: Object.keys(expected).every((name) => expected[name] === actual[name]),
      expected,
      actual,
    }
  })
}

function outcomeOf(market: Market, given: MarketTest['given']): Readonly<Record<string, unknown>> {
  const choice = findChoice(market, given.category, given.subcategory)
  if (choice === null) return { type: 'no such choice' }
  const { resolvedType, reason } = resolveHandoffType({
    configuredType: choice.group.ticketType,
    thresholdMinutes: market.thresholdMinutes,
    submittedAt: (given.orderAgeMinutes ?? 0) * 60_000,
    order: given.orderAgeMinutes === undefined ? null : { placedAt: 0 },
  })
  return {
    type: resolvedType,
    reason: reason ?? 'none',
    forwarded: choice.subcategory.submitToExternalPartners,
    issueId: choice.subcategory.knowledgeForceIssueId,
  }
}
