import { describe, expect, it } from 'vitest'
import { tagOf } from './tag-of.ts'

describe('a typed tag', () => {
  it('becomes a lower-case word', () => {
    expect([tagOf(' Refund '), tagOf('Chargeback  pending')]).toEqual(['refund', 'chargeback-pending'])
  })
})
