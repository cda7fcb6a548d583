import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeId, encodeId } from './ids.ts'

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
