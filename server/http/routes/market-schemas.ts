import { Type } from 'typebox'
import type { MarketPlan } from '../../modules/markets/index.ts'
import { component, nullable, oneOf } from '../schemas.ts'

/** A market's text. */
export const marketText = Type.String({ minLength: 1, maxLength: 500_000, description: 'YAML.' })

/** What the product and its own tests say of a document. */
export const MarketCheckSchema = component('MarketCheck', {
  isPublishable: Type.Boolean(),
  problems: Type.Array(
    Type.Object({
      severity: oneOf(['error', 'warning', 'info']),
      code: Type.String(),
      message: Type.String(),
      pointer: Type.String(),
      line: nullable(Type.Integer()),
      column: nullable(Type.Integer()),
    }),
  ),
  tests: Type.Array(
    Type.Object({ name: Type.String(), passed: Type.Boolean(), expected: Type.Unknown(), actual: Type.Unknown() }),
  ),
})

export const exampleCheck = {
  isPublishable: true,
  problems: [],
  tests: [{ name: 'at the hour it is too late', passed: true, expected: {}, actual: {} }],
}

/** A check as the API writes it. */
export function presentCheck(check: MarketPlan['check']) {
  return {
    isPublishable: check.slug !== null,
    problems: check.problems.map(({ severity, code, message, pointer, line, column }) => ({
      severity,
      code,
      message,
      pointer,
      line,
      column,
    })),
    tests: check.tests.map(({ name, passed, expected, actual }) => ({ name, passed, expected, actual })),
  }
}
