import { expect, it } from 'vitest'
import { readSources } from './read-sources.ts'

/**
 * A context that is spread keeps the old one's `within`: what it starts inside a transaction would be done in the name of
 * somebody else, mostly the product's own. `inNameOf` and `because` hand both on.
 */
const spread = /\{\s*\.\.\.context,\s*(?:principal|cause)\b/g

it('nobody but its module makes a context of another by hand', async () => {
  const sources = await readSources('server')
  const found = sources.filter(({ path, text }) => path !== 'server/platform/context.ts' && spread.test(text))
  expect(found.map(({ path }) => path)).toEqual([])
  expect('return { ...context, principal }'.match(spread)).toHaveLength(1)
})
