import { describe, expect, it } from 'vitest'
import { contactsOf, linesOf } from './parse-lines.ts'

describe('what is typed line by line', () => {
  it('is each thing once, without blanks', () => {
    expect(linesOf(' crm-77 \n\nweb-9\ncrm-77\n')).toEqual(['crm-77', 'web-9'])
    expect(linesOf(' \n')).toEqual([])
  })

  it('is an address where it has an @, else a number', () => {
    expect(contactsOf('sofia@example.com\n+34 600 123 456')).toEqual([
      { kind: 'email', value: 'sofia@example.com' },
      { kind: 'phone', value: '+34 600 123 456' },
    ])
  })
})
