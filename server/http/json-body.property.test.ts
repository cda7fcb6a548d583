import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AppError } from '../platform/errors.ts'
import { readJson } from './json-body.ts'

const json = fc
  .jsonValue({ maxDepth: 20, stringUnit: 'grapheme' })
  .filter((value) => !JSON.stringify(value).includes('__proto__'))

it('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = JSON.stringify(value, null, 1)
      expect(readJson(Buffer.from(text))).toEqual(JSON.parse(text))
    }),
  )
})

it('answers every sequence of bytes with a value or a refusal', () => {
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: fc.constantFrom(...'{}[]",:\\1eE.-tu0'.split('')) }).map((text) => Buffer.from(text)),
  )
  fc.assert(
    fc.property(bytes, (input) => {
      try {
        readJson(Buffer.from(input))
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    }),
    { numRuns: 3000 },
  )
})

it('refuses a member named twice, wherever it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), fc.nat(4), fc.nat(10), (names, pick, depth) => {
      const distinct = [...new Set(names)].filter((name) => name !== '__proto__')
      fc.pre(distinct.length > 0)
      const doubled = [...distinct, distinct[pick % distinct.length] ?? '']
      const object = `{${doubled.map((name) => `${JSON.stringify(name)}:1`).join(',')}}`
      const text = `${'[{"a":'.repeat(depth)}${object}${'}]'.repeat(depth)}`
      expect(() => readJson(Buffer.from(text))).toThrow(/twice/)
    }),
  )
})
