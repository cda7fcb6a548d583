import { describe, expect, it } from 'vitest'
import { queryTokens, suggestFields } from './q-grammar.ts'

const read = (text: string) =>
  queryTokens(text).map((token) =>
    token.kind === 'field'
      ? `${token.isKnown ? '' : 'unknown '}${token.field}${token.operator}${token.value}`
      : token.value,
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

  it('marks a field the API does not know', () => {
    expect(read('colour:red serviceLine:care')).toEqual(['unknown colour:red', 'serviceLine:care'])
  })

  it('keeps quoted values whole and sees negation', () => {
    const [token] = queryTokens('-customer:"Sofía Herrera"')
    expect(token).toMatchObject({ field: 'customer', value: 'Sofía Herrera', isNegated: true })
  })

  it('reads a lone quote or colon as words', () => {
    expect(queryTokens('" :').map((token) => token.kind)).toEqual(['word', 'word'])
  })

  it('offers the fields that begin like the last word', () => {
    expect(suggestFields('status:open pri')).toEqual(['priority'])
    expect(suggestFields('status:open ')).toEqual([])
  })
})
