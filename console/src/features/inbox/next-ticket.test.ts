import { describe, expect, it } from 'vitest'
import { nextOf } from './next-ticket.ts'

describe('the ticket after a solved one', () => {
  it('is the next of the list, the one before at its end, and none where it stood alone', () => {
    expect([nextOf(['a', 'b', 'c'], 'b'), nextOf(['a', 'b'], 'b'), nextOf(['a'], 'a')]).toEqual(['c', 'a', null])
  })

  it('is none when the list does not hold it: whoever came by a link stays with the list', () => {
    expect(nextOf(['a'], 'b')).toBeNull()
  })
})
