import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeId, encodeId, newId } from './ids.ts'

/** Base 32 as TypeID 0.3 writes it, by arithmetic on the whole number. */
function encodeByArithmetic(uuid: string): string {
  const letters = '0123456789abcdefghjkmnpqrstvwxyz'
  const number = BigInt(`0x${uuid.replaceAll('-', '')}`)
  return Array.from({ length: 26 }, (_, place) => letters[Number((number >> BigInt(5 * (25 - place))) & 31n)]).join('')
}

describe('an id of the API', () => {
  it('is the number of its UUID in base 32, and is read back', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const text = encodeId('ticket', uuid)
        expect(text).toBe(`ticket_${encodeByArithmetic(uuid)}`)
        expect(decodeId('ticket', text)).toBe(uuid)
      }),
      { examples: [['00000000-0000-0000-0000-000000000000'], ['ffffffff-ffff-ffff-ffff-ffffffffffff']] },
    )
  })
})

describe('a fresh id', () => {
  it('sorts after those before it, however many are made in a millisecond', () => {
    const ids = Array.from({ length: 100_000 }, newId)
    expect(ids.every((id, at) => at === 0 || id > (ids[at - 1] ?? ''))).toBe(true)
    expect(
      ids.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([])
  })
})
