import { Type } from 'typebox'
import type { MarketPlan } from '../../modules/markets/index.ts'
import { component, instant, nullable, oneOf } from '../schemas.ts'

/** A market's text. */
export const marketText = Type.String({ minLength: 1, maxLength: 500_000, description: 'YAML.' })

export const marketParams = Type.Object({
  market: Type.String({ minLength: 1, maxLength: 100, description: 'Its slug.' }),
})

/** Who published or saved something. */
export const publisher = Type.Object({ kind: Type.String(), name: nullable(Type.String()) })

/** What is said of every version. */
export const publication = { version: Type.Integer(), publishedBy: publisher, publishedAt: instant() }

/** A difference between two texts, as people read it. */
export const marketChange = Type.Object({
  subject: oneOf(['market', 'group', 'subcategory']),
  id: Type.String(),
  field: nullable(Type.String({ description: 'Null: the whole of it came, or went.' })),
  from: nullable(Type.String()),
  to: nullable(Type.String()),
})

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

/** That a text is in force, and as which version. */
export const MarketPublishedSchema = component('MarketPublished', {
  slug: Type.String(),
  version: Type.Integer(),
  check: MarketCheckSchema,
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
