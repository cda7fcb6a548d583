import { describe, expect, it } from 'vitest'
import { parseTicketQuery } from './ticket-query.ts'

const termsOf = (query: string) => {
  const parsed = parseTicketQuery(query)
  if (parsed.kind === 'refused') throw new Error(parsed.message)
  return parsed.terms
}

describe('the ticket search grammar', () => {
  it('reads the example of the contract', () => {
    expect(termsOf('status:open assignee:me breach<30m tag:payment "launch error"')).toEqual([
      { kind: 'word', field: 'status', anyOf: ['open'], isNegated: false },
      { kind: 'assignee', who: 'me', isNegated: false },
      { kind: 'breach', comparison: '<', withinMs: 1_800_000 },
      { kind: 'word', field: 'tag', anyOf: ['payment'], isNegated: false },
      { kind: 'text', text: 'launch error', isPhrase: true, isPrefix: false, isNegated: false },
    ])
  })

  it('takes several values, quoted values and negation', () => {
    expect(termsOf('-queue:payments,frontline customer:"a b" -"spam" refund age>2d')).toEqual([
      { kind: 'word', field: 'queue', anyOf: ['payments', 'frontline'], isNegated: true },
      { kind: 'word', field: 'customer', anyOf: ['a b'], isNegated: false },
      { kind: 'text', text: 'spam', isPhrase: true, isPrefix: false, isNegated: true },
      { kind: 'text', text: 'refund', isPhrase: false, isPrefix: false, isNegated: false },
      { kind: 'age', comparison: '>', ms: 172_800_000 },
    ])
  })

  it('takes a time: days, which are whole, and instants, which end before', () => {
    const day = (text: string) => Date.parse(`${text}T00:00:00Z`)
    const moment = (query: string) => termsOf(query)[0]
    expect(moment('created:2026-11-01..2026-11-20')).toEqual({
      kind: 'moment',
      field: 'created',
      from: day('2026-11-01'),
      to: day('2026-11-21'),
      isNegated: false,
    })
    expect(moment('-ended:2026-11-01')).toMatchObject({
      from: day('2026-11-01'),
      to: day('2026-11-02'),
      isNegated: true,
    })
    expect(moment('created:..2026-11-20T09:30:00Z')).toMatchObject({ from: null, to: Date.parse('2026-11-20T09:30Z') })
    expect(moment('created:2026-11-01T00:00+01:00..')).toMatchObject({ from: day('2026-11-01') - 3_600_000, to: null })
  })

  it('takes a custom field by its name, and further values of it', () => {
    expect(termsOf('field:transactionId=TX-7,TX-8=b -field:"note=At the kiosk"')).toEqual([
      { kind: 'word', field: 'field', anyOf: ['transactionId=tx-7', 'transactionId=tx-8=b'], isNegated: false },
      { kind: 'word', field: 'field', anyOf: ['note=at the kiosk'], isNegated: true },
    ])
    for (const slip of ['field:TX-7', 'field:note=', 'field:=TX-7', `field:note=${'x'.repeat(101)}`])
      expect([slip, parseTicketQuery(slip)]).toMatchObject([slip, { kind: 'refused', at: 0 }])
  })

  it('takes the beginning of a word', () => {
    expect(termsOf('refu* -ab* * "a*"')).toEqual([
      { kind: 'text', text: 'refu', isPhrase: false, isPrefix: true, isNegated: false },
      { kind: 'text', text: 'ab', isPhrase: false, isPrefix: true, isNegated: true },
      { kind: 'text', text: '*', isPhrase: false, isPrefix: false, isNegated: false },
      { kind: 'text', text: 'a*', isPhrase: true, isPrefix: false, isNegated: false },
    ])
  })

  it('takes a pasted address or time for text', () => {
    expect(termsOf('https://a.example/x 12:30')).toMatchObject([
      { kind: 'text', text: 'https://a.example/x' },
      { kind: 'text', text: '12:30' },
    ])
  })

  it('takes the words of other systems for a priority, and those of the workflow in any case', () => {
    expect(termsOf('priority:Urgent,medium -priority:LOW queue:Payments tag:VIP')).toMatchObject([
      { anyOf: ['critical', 'normal'] },
      { anyOf: ['low'], isNegated: true },
      { anyOf: ['payments'] },
      { anyOf: ['VIP'] },
    ])
  })

  it('is empty for an empty text', () => {
    expect(termsOf('   ')).toEqual([])
  })

  it.each([
    ['colour:red', 0, /no field "colour"/],
    ['status:open tag:', 12, /needs a value/],
    ['tag:,', 0, /needs a value/],
    ['breach<soon', 0, /not a time/],
    ['number<3d', 0, /not a comparison/],
    ['is:fine', 0, /takes one of/],
    ['created:yesterday', 0, /not a range/],
    ['created:..', 0, /not a range/],
    ['ended:2026-11-01..2026-11-02..2026-11-03', 0, /not a range/],
    ['created:2026-13-01', 0, /not a range/],
    [Array.from({ length: 31 }, (_, index) => `w${index}`).join(' '), 110, /at most 30/],
  ])('refuses %s and says where', (query, at, message) => {
    const term = query.slice(at).split(' ', 1)[0]
    expect(parseTicketQuery(query)).toEqual({ kind: 'refused', at, term, message: expect.stringMatching(message) })
  })

  it('never throws, whatever it is given', () => {
    for (const query of ['"', ':', '-', '--', 'a:"b', '<', '\u0000', '-"', 'status:"']) {
      expect(['terms', 'refused']).toContain(parseTicketQuery(query).kind)
    }
  })
})
