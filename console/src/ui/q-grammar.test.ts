import { describe, expect, it } from 'vitest'
import { parseTicketQuery } from '../../../server/core/filters/index.ts'
import { type GrammarField, queryTokens, suggest } from './q-grammar.ts'

const read = (text: string) =>
  queryTokens(text).map((token) =>
    token.kind === 'field' ? `${token.field}${token.operator}${token.value}` : token.value,
  )

describe('the search grammar on screen', () => {
  it('splits the example of the contract', () => {
    expect(read('status:open assignee:me breach<30m tag:payment "launch error"')).toEqual([
      'status:open',
      'assignee:me',
      'breach<30m',
      'tag:payment',
      'launch error',
    ])
  })

  it('keeps quoted values whole and sees negation', () => {
    const [token] = queryTokens('-customer:"Sofía Herrera"')
    expect(token).toMatchObject({ field: 'customer', value: 'Sofía Herrera', isNegated: true })
  })

  it('reads a lone quote or colon as words', () => {
    expect(queryTokens('" :').map((token) => token.kind)).toEqual(['word', 'word'])
  })

  it.each([
    'status:open assignee:me breach<30m tag:payment "launch error"',
    '-queue:payments,frontline customer:"a b" -"spam" refund* age>2d',
    'created:2026-11-01..2026-11-20 https://a.example/x 12:30 #10001 ana@x.example',
    '  is:open   -tag:vip  ',
  ])('takes %s apart as the server does', (text) => {
    const parsed = parseTicketQuery(text)
    const kinds = parsed.kind === 'terms' ? parsed.terms.map((term) => term.kind === 'text') : []
    expect(queryTokens(text).map((token) => token.kind !== 'field')).toEqual(kinds)
  })
})

describe('what is suggested', () => {
  const fields: GrammarField[] = [
    { name: 'is', operators: [':'], values: ['open', 'solved'] },
    { name: 'priority', operators: [':'], values: ['low', 'high', 'very high'] },
    { name: 'breach', operators: ['<', '>'], values: ['30m', '1h'] },
  ]
  const texts = (text: string) =>
    suggest(text, fields).map((one) => text.slice(0, text.length - one.replaces) + one.text)

  it('are fields for a word that begins like them, and all of them at a new word', () => {
    expect(texts('is:open pri')).toEqual(['is:open priority:'])
    expect(texts('-br')).toEqual(['-breach<'])
    expect(texts('')).toEqual(['is:', 'priority:', 'breach<'])
    expect(texts('refund "out of')).toEqual([])
  })

  it('are the words a field takes, each of several', () => {
    expect(texts('priority:')).toEqual(['priority:low ', 'priority:high ', 'priority:"very high" '])
    expect(texts('priority:low,h')).toEqual(['priority:low,high '])
    expect(texts('breach<')).toEqual(['breach<30m ', 'breach<1h '])
    expect(texts('colour:')).toEqual([])
  })
})
