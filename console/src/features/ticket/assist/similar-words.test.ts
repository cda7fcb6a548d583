import { describe, expect, it } from 'vitest'
import { rankFound, similarSearches, tellingWords } from './similar-words.ts'

describe('looking for tickets like this one', () => {
  it('takes the words that say most, each once, in any script', () => {
    expect(tellingWords('The deposit is missing: deposit of 49.90 €')).toEqual(['deposit', 'missing'])
    expect(tellingWords('Depósito não creditado há três dias')).toEqual(['creditado', 'depósito', 'três'])
  })

  it('asks for two of them together among what is over', () => {
    expect(similarSearches('Ranked lobby rejects me')).toEqual([
      '-is:open rejects ranked',
      '-is:open rejects lobby',
      '-is:open ranked lobby',
    ])
    expect([similarSearches('Refund'), similarSearches('12 ok?')]).toEqual([['-is:open refund'], []])
  })

  it('puts first what most searches found, and leaves out the ticket itself', () => {
    const [a, b, me] = [{ id: 'a' }, { id: 'b' }, { id: 'me' }]
    expect(rankFound([[me, a], [b, me], [b]], 'me', 2)).toEqual([b, a])
  })
})
