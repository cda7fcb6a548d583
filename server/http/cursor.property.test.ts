import fc from 'fast-check'
import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { AppError } from '../platform/errors.ts'
import { defineCursor } from './cursor.ts'

const cursor = defineCursor('tickets', Type.Tuple([Type.Number(), Type.String()]))

it('reads every position it wrote', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string({ unit: 'grapheme' }), (at, id) => {
      expect(cursor.read(cursor.write([at, id]))).toEqual([at, id])
    }),
  )
})

it('answers any other text with a refusal and nothing else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
      expect(() => cursor.read(text)).toThrow(AppError)
    }),
    { numRuns: 2000 },
  )
})
