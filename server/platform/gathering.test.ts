import { describe, expect, it } from 'vitest'
import type { Context } from './context.ts'
import { createGathering, type Gathered } from './gathering.ts'
import { createMemory } from './memory.ts'

interface Word extends Gathered<string> {
  readonly about: string
  readonly text: string
}

/** A gathering whose batches are written when the test says so. */
function openGathering(largestBatch = 100, hasOrder = false) {
  const gather = createGathering<string, Word>({
    name: 'test',
    largestBatch,
    ...(hasOrder && { subjectOf: ({ about }: Word) => about }),
  })
  const memory = createMemory()
  const batches: { readonly texts: readonly string[]; readonly end: (error?: Error) => void }[] = []
  const write = async (batch: readonly Word[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const end = (error?: Error) => (error === undefined ? resolve() : reject(error))
    batches.push({ texts: batch.map(({ text }) => text), end })
    await promise
    for (const { resolve: answer, text } of batch) answer(`said ${text}`)
  }
  // A gathering looks at nothing else of a context.
  const contextIn = (workspaceId: string) => ({ memory, workspace: { id: workspaceId } }) as Context
  return {
    batches,
    texts: () => batches.map(({ texts }) => texts.join(' ')),
    say: (text: string, about = text, workspaceId = 'one') =>
      gather({ context: contextIn(workspaceId), about, text }, write),
    begun: (count: number) => expect.poll(() => batches.length).toBe(count),
  }
}
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index))

describe('a gathering', () => {
  it('writes at once what comes in one moment, and together what comes while that is being written', async () => {
    const { batches, texts, say, begun } = openGathering()
    const first = ['a', 'b'].map((text) => say(text))
    await begun(1)
    const later = ['c', 'd'].map((text) => say(text))
    batches[0]?.end()
    expect(await Promise.all(first)).toEqual(['said a', 'said b'])
    await begun(2)
    batches[1]?.end()
    expect(await Promise.all(later)).toEqual(['said c', 'said d'])
    expect(texts()).toEqual(['a b', 'c d'])
  })

  it('writes a second batch beside the first when much is waiting, and no third', async () => {
    const { batches, say, begun } = openGathering()
    const all = [say('a')]
    await begun(1)
    all.push(...numbers(15).map((text) => say(text)))
    expect(batches).toHaveLength(1)
    all.push(say('15'))
    await begun(2)
    all.push(...numbers(40).map((text) => say(text)))
    expect(batches.map(({ texts }) => texts.length)).toEqual([1, 16])
    batches[1]?.end()
    await begun(3)
    for (const { end } of batches) end()
    expect(await Promise.all(all)).toHaveLength(57)
  })

  it('keeps batches within their size, and workspaces apart', async () => {
    const { batches, texts, say, begun } = openGathering(2)
    const all = [...['a', 'b', 'c'].map((text) => say(text)), say('x', 'x', 'other')]
    await begun(2)
    batches[0]?.end()
    await begun(3)
    for (const { end } of batches) end()
    await Promise.all(all)
    expect(texts().toSorted()).toEqual(['a b', 'c', 'x'])
  })

  it('keeps the order of what is about one thing, however much is waiting', async () => {
    const { batches, texts, say, begun } = openGathering(100, true)
    const all = [say('first', 'same')]
    await begun(1)
    all.push(say('second', 'same'), say('third', 'same'), ...numbers(20).map((text) => say(text)))
    await begun(2)
    expect(batches[1]?.texts).toEqual(numbers(20))
    batches[1]?.end()
    batches[0]?.end()
    await begun(3)
    expect(texts()[2]).toBe('second third')
    batches[2]?.end()
    await Promise.all(all)
  })

  it('answers all of a batch with what its writing throws, and goes on', async () => {
    const { batches, say, begun } = openGathering()
    const lost = ['a', 'b'].map((text) => say(text))
    await begun(1)
    batches[0]?.end(new Error('The database is away.'))
    expect((await Promise.allSettled(lost)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const next = say('c')
    await begun(2)
    batches[1]?.end()
    expect(await next).toBe('said c')
  })
})
