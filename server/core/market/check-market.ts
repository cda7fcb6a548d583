import { parseDocumentOf } from '../workflow/parse-workflow.ts'
import type { Locate, Problem } from '../workflow/problem.ts'
import { pointerTo } from '../workflow/problem.ts'
import type { MarketDocument } from './document.ts'
import { MarketSchema } from './document.ts'
import { lintMarket } from './lint-market.ts'
import type { Market } from './market.ts'
import { compileMarket } from './market.ts'
import type { MarketTestResult } from './run-market-tests.ts'
import { runMarketTests } from './run-market-tests.ts'

/** A market document examined; `slug` and `market` are null when it may not be published. */
export interface MarketCheck {
  readonly slug: string | null
  readonly market: Market | null
  readonly problems: readonly Problem[]
  readonly tests: readonly MarketTestResult[]
}

/** Reads a market's YAML text and checks its shape. */
export function parseMarket(text: string): {
  readonly document: MarketDocument | null
  readonly problems: readonly Problem[]
  readonly locate: Locate
} {
  const { value, locate, problems } = parseDocumentOf(MarketSchema, text)
  return { document: value as MarketDocument | null, locate, problems }
}

/** Parses, lints and tests a market document; a failing test is an error at its line. */
export function checkMarket(text: string): MarketCheck {
  const { document, locate, problems } = parseMarket(text)
  if (document === null) return { slug: null, market: null, problems, tests: [] }
  const market = compileMarket(document)
  const tests = runMarketTests(market, document.tests ?? [])
  const found = [...lintMarket(document, locate), ...tests.flatMap((test, index) => failureOf(test, index, locate))]
  if (found.some(({ severity }) => severity === 'error')) return { slug: null, market: null, problems: found, tests }
  return { slug: market.slug, market, problems: found, tests }
}

function failureOf(test: MarketTestResult, index: number, locate: Locate): readonly Problem[] {
  if (test.passed) return []
  const pointer = pointerTo('tests', index)
  const message = `"${test.name}" expected ${JSON.stringify(test.expected)}, got ${JSON.stringify(test.actual)}.`
  return [{ severity: 'error', code: 'test_failed', message, pointer, ...locate(pointer) }]
}
