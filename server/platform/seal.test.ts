import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createMemory } from './memory.ts'
import { createSeal, keepSeal, sealOf } from './seal.ts'

const key = randomBytes(32)
const seal = createSeal(key)

describe('a seal', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const first = seal.seal('whsec_ä', 'row 1')
    expect(seal.open(first, 'row 1')).toBe('whsec_ä')
    expect(seal.seal('whsec_ä', 'row 1')).not.toEqual(first)
  })

  it('opens for no other row', () => {
    expect(() => seal.open(seal.seal('text', 'row 1'), 'row 2')).toThrow()
  })

  it('finds every changed bit', () => {
    const sealed = seal.seal('text', 'row')
    for (let at = 0; at < sealed.length * 8; at++) {
      const changed = Buffer.from(sealed)
      changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7))
      expect(() => seal.open(changed, 'row')).toThrow()
    }
    expect(() => seal.open(sealed.subarray(0, 20), 'row')).toThrow()
  })

  it('opens under a changed key only with the older one at hand', () => {
    const sealed = seal.seal('text', 'row')
    const next = randomBytes(32)
    expect(createSeal(next, [key]).open(sealed, 'row')).toBe('text')
    expect(() => createSeal(next).open(sealed, 'row')).toThrow(/key that is not here/)
  })

  it('takes keys of 32 bytes only', () => {
    expect(() => createSeal(randomBytes(16))).toThrow(TypeError)
    expect(() => createSeal(key, [randomBytes(33)])).toThrow(TypeError)
  })

  it('is kept by a service that was given one', () => {
    const memory = createMemory()
    expect(() => sealOf(memory)).toThrow(/without a sealing key/)
    keepSeal(memory, seal)
    expect(sealOf(memory)).toBe(seal)
  })
})
