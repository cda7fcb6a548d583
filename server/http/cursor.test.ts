import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { defineCursor, pageFrom } from './cursor.ts'

const position = Type.Tuple([Type.Integer(), Type.String()])
const tickets = defineCursor('tickets', position)
const offers = defineCursor('offers', position)

const refused = expect.objectContaining({ code: 'invalid', fields: [expect.objectContaining({ pointer: 'after' })] })

describe('a cursor', () => {
  it('reads what it wrote, and nothing when there is none', () => {
    const text = tickets.write([1_790_000_000_123, 'ö'])
    expect(text).toMatch(/^[\w-]+$/)
    expect(tickets.read(text)).toEqual([1_790_000_000_123, 'ö'])
    expect(tickets.read(undefined)).toBeNull()
  })

  it('refuses a text in which anything was changed, cut or added', () => {
    const text = tickets.write([5, 'x'])
    const changed = text
      .split('')
      .map((letter, index) => text.slice(0, index) + (letter === 'A' ? 'B' : 'A') + text.slice(index + 1))
    for (const candidate of [
      ...changed,
      '',
      'A',
      text.slice(1),
      text.slice(0, -1),
      `${text}A`,
      `${text}=`,
      ` ${text}`,
    ]) {
      expect(() => tickets.read(candidate)).toThrow(refused)
    }
  })

  it('refuses the cursor of another list', () => {
    expect(() => tickets.read(offers.write([5, 'x']))).toThrow(refused)
  })

  it('refuses a position of another form', () => {
    const old = defineCursor('tickets', Type.Tuple([Type.String()]))
    expect(() => tickets.read(old.write(['5']))).toThrow(refused)
  })
})

describe('a page', () => {
  const write = { next: (row: number) => `after-${row}`, item: (row: number) => ({ row }) }

  it('names the next one when a row more than asked for was found', () => {
    expect(pageFrom([1, 2, 3], 2, write)).toEqual({ data: [{ row: 1 }, { row: 2 }], page: { next: 'after-2' } })
  })

  it('is the last one otherwise', () => {
    expect(pageFrom([1, 2], 2, write)).toEqual({ data: [{ row: 1 }, { row: 2 }], page: { next: null } })
    expect(pageFrom([], 2, write)).toEqual({ data: [], page: { next: null } })
  })
})
