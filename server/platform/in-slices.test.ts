import { expect, it } from 'vitest'
import { inSlices } from './in-slices.ts'

function* work(parts: readonly number[]): Generator<number, string, void> {
  for (const amount of parts) yield amount
  return 'done'
}

it('lets others be served whenever so much has been done in a row', async () => {
  const seen: string[] = []
  const counted = function* () {
    for (const amount of [4, 4, 4, 20, 1]) {
      seen.push(`part of ${amount}`)
      yield amount
    }
  }
  setImmediate(() => {
    seen.push('first')
    setImmediate(() => seen.push('second'))
  })
  await inSlices(counted(), 10)
  expect(seen).toEqual(['part of 4', 'part of 4', 'part of 4', 'first', 'part of 20', 'second', 'part of 1'])
})

it('gives the result of work that is done at once', async () => {
  expect(await inSlices(work([]), 10)).toBe('done')
  expect(await inSlices(work([1, 2]), 10)).toBe('done')
})

it('passes on what the work throws', async () => {
  const failing = function* (): Generator<number, void, void> {
    yield 20
    throw new Error('The work failed.')
  }
  await expect(inSlices(failing(), 10)).rejects.toThrow('The work failed.')
})
