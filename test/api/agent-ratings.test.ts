import fc from 'fast-check'
import { expect, it } from 'vitest'
import { meetsRating, printRating, type RatingExpression, ratingOperators } from '../../server/core/filters/index.ts'
import { openOwnService } from './testing/own-service.ts'
import { openPlace } from './testing/place.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'agent-ratings')

const rated = ['0', '1', '2.5', '2.75', '3', '4.25', '4.5', '4.9999', '5', '10']
for (const rating of [...rated, null])
  await place.call('POST', '/v1/agents', { name: rating ?? 'New', rating, queues: ['security'] })

const compare: fc.Arbitrary<RatingExpression> = fc.record({
  kind: fc.constant('compare' as const),
  operator: fc.constantFrom(...ratingOperators),
  value: fc.oneof(
    fc.constantFrom(...rated),
    fc.integer({ min: 0, max: 100_000 }).map((parts) => String(parts / 10_000)),
  ),
})
const { tree } = fc.letrec<{ tree: RatingExpression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    compare,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}))

it(
  'an expression lists exactly the agents whom it means, and nobody without a rating',
  { timeout: 60_000 },
  async () => {
    const short = tree.filter((expression) => printRating(expression).length <= 200)
    await fc.assert(
      fc.asyncProperty(short, async (expression) => {
        const query = new URLSearchParams({ queue: 'security', rating: printRating(expression) }).toString()
        const { body } = await place.call('GET', `/v1/agents?${query}`)
        const names = (body.data as { name: string }[]).map(({ name }) => name)
        const meant = rated.filter((rating) => meetsRating(expression, rating))
        expect(names.toSorted()).toEqual(meant.toSorted())
      }),
      { numRuns: 60 },
    )
  },
)
