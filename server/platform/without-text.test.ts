import { describe, expect, it } from 'vitest'
import { asInJson, withoutText } from './without-text.ts'

const said = 'My card is 4111 1111 1111 1111.\n"Visa"'

describe('taking a text out of JSON', () => {
  it('empties strings that are it or begin it, at any depth, and cuts it out of longer ones', () => {
    const told = { ticket: { issueSummary: ` ${said} `, tags: ['x', said], note: `Said: ${said} (end)` }, n: 1 }
    expect(withoutText(told, said)).toEqual({
      ticket: { issueSummary: '', tags: ['x', ''], note: 'Said:  (end)' },
      n: 1,
    })
    expect(withoutText({ excerpt: 'My card is 4111 1111 1…' }, said)).toEqual({ excerpt: '' })
  })

  it('looks into JSON that is kept as text', () => {
    const kept = { headers: {}, body: JSON.stringify({ body: said, seq: 1 }) }
    expect(withoutText(kept, said)).toEqual({ headers: {}, body: JSON.stringify({ body: '', seq: 1 }) })
    expect(JSON.stringify(kept)).toContain(asInJson(said, 2))
    expect(JSON.stringify({ body: said })).toContain(asInJson(said))
  })

  it('leaves everything else as it is, the very same value', () => {
    const told = { a: ['yes', { b: 'yes please' }], c: '{"d": "no"}', e: null, f: '{broken' }
    expect(withoutText(told, said)).toBe(told)
    expect(withoutText(told, '  ')).toBe(told)
    // A common word is no secret: it goes where it stands alone.
    expect(withoutText(told, 'yes')).toEqual({ ...told, a: ['', { b: 'yes please' }] })
  })
})
