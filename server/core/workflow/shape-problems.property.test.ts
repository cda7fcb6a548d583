import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { Compile } from 'typebox/compile'
import { expect, it } from 'vitest'
import { WorkflowSchema } from './document.ts'
import { findShapeProblems } from './shape-problems.ts'
import { readSource } from './source.ts'

const text = readFileSync(new URL('../../../workflows/operations-review.yaml', import.meta.url), 'utf8')
const parsed = readSource(text).value as Record<string, unknown>
const example = () => structuredClone(parsed)

const schema = Compile(WorkflowSchema)

/** Every container of the example, so that a change can be made anywhere in it. */
function containersOf(value: unknown): (Record<string, unknown> | unknown[])[] {
  if (Array.isArray(value)) return [value, ...value.flatMap(containersOf)]
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(containersOf)]
}

const oddValues = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    'high',
    'payments',
    '15m',
    'Not A Slug',
    '',
    -1,
    0,
    1.5,
    4,
    1e9,
    [],
    {},
    ['payments'],
    { label: 'X' },
  ),
  fc.string(),
)
const changes = fc.record({
  place: fc.nat(),
  key: fc.nat(),
  newKey: fc.option(fc.string()),
  value: oddValues,
  removes: fc.boolean(),
})

it('finds a problem exactly where the schema’s own checker says the document is wrong', () => {
  let refused = 0
  fc.assert(
    fc.property(fc.array(changes, { minLength: 1, maxLength: 2 }), (list) => {
      const document = example()
      for (const change of list) alter(document, change)
      const isRight = schema.Check(document)
      if (!isRight) refused += 1
      expect(findShapeProblems(WorkflowSchema, document).length === 0).toBe(isRight)
    }),
    { numRuns: 300 },
  )
  expect(refused).toBeGreaterThan(100)
})

function alter(
  document: Record<string, unknown>,
  change: { place: number; key: number; newKey: string | null; value: unknown; removes: boolean },
) {
  const containers = containersOf(document)
  const container = containers[change.place % containers.length]
  if (container === undefined) return
  const keys = Object.keys(container)
  const key = change.newKey ?? keys[change.key % Math.max(keys.length, 1)] ?? 'extra'
  if (Array.isArray(container))
    container.splice(change.key % (container.length + 1), change.removes ? 1 : 0, change.value)
  else if (change.removes) delete container[key]
  else container[key] = change.value
}
