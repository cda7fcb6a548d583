import { describe, expect, it } from 'vitest'
import { parseTicketQuery } from '../filters/index.ts'
import {
  asTyped,
  documentClauses,
  facetsOf,
  isSoleWord,
  isSparse,
  newestCreated,
  oldestCreated,
  respell,
  wordsToRespell,
} from './index.ts'
import { slipsBetween } from './respell.ts'

const termsOf = (q: string) => {
  const parsed = parseTicketQuery(q)
  return parsed.kind === 'terms' ? parsed.terms : []
}
const all = { contacts: true, messages: true, notes: true }

describe('what a search asks of documents', () => {
  it('looks for words in all languages, for phrases as they are, and for what is left out', () => {
    expect(documentClauses(termsOf('refund "out of order" -spam pay*'), all)).toEqual([
      { spoken: ["'refund'"], exact: ["'=refund'"], isNegated: false },
      { spoken: ["'out of order'"], exact: ["'=out of order'"], isNegated: false },
      { spoken: ["'spam'"], exact: ["'=spam'"], isNegated: true },
      { spoken: ["'pay':*"], exact: ["'=pay':*"], isNegated: false },
    ])
  })

  it('finds a word in its other number where accents were laid aside', () => {
    const [clause] = documentClauses(termsOf('devolución'), all)
    expect(clause?.spoken).toEqual(["'devolución'", "'devoluciones'"])
    expect(documentClauses(termsOf('Transações'), all)[0]?.spoken).toEqual(["'Transações'", "'transacao'"])
  })

  it('keeps who may not read messages, notes or contacts from finding by them', () => {
    const weighed = (rights: object) => documentClauses(termsOf('refund'), { ...all, ...rights })[0]?.spoken
    expect(weighed({ notes: false, contacts: false })).toEqual(["'refund':AC"])
    expect(weighed({ messages: false, notes: false })).toEqual(["'refund':AB"])
    const exact = (contacts: boolean) => documentClauses(termsOf('ana@x.example'), { ...all, contacts })[0]?.exact
    expect(exact(true)).toContain("'@ana@x.example'")
    expect(exact(false)).not.toContain("'@ana@x.example'")
  })

  it('takes the end of a telephone number however it is written, and a number with its mark', () => {
    expect(documentClauses(termsOf('"+34 600 111-222"'), all)[0]?.exact).toContain("'#22211100643':*")
    expect(documentClauses(termsOf('#10234'), all)[0]?.exact).toContain("'=10234'")
  })

  it('writes quotes and slashes so that they end nothing', () => {
    expect(documentClauses(termsOf("o'neill\\"), all)[0]?.spoken).toEqual(["'o''neill\\\\'"])
  })

  it('narrows down by what documents repeat of tickets', () => {
    const scope = [{ name: 'queue', anyOf: ['payments'] }] as const
    expect(facetsOf(termsOf("tag:vip,o'b is:open -queue:x breach<1h refund"), scope, 0)).toEqual([
      "('tag:vip' | 'tag:o''b')",
      "('state:new' | 'state:open' | 'state:waiting' | 'state:hold')",
      "('queue:payments')",
    ])
    expect(facetsOf([], [{ name: 'channel', anyOf: [] }], 0)).toEqual(["('channel:')"])
    expect(facetsOf(termsOf('status:open'), [], 0)).toEqual(["(('status:open') | ('state:open'))"])
  })

  it('narrows down by what is not so, and by the days of a time that is not long', () => {
    const at = Date.parse('1970-01-11T12:00Z')
    const facets = (q: string) => facetsOf(termsOf(q), [], at)
    expect(facets('-is:solved')).toEqual(["('state:new' | 'state:open' | 'state:waiting' | 'state:hold')"])
    expect(facets('updated:1970-01-02..1970-01-03')).toEqual(["('updated:1' | 'updated:2' | 'updated:3')"])
    expect(facets('created:1970-01-10..')).toEqual(["('created:9' | 'created:10')"])
    expect(facets('age<1h')).toEqual(["('created:10')"])
    for (const q of ['age>1h', 'ended:..1970-01-03', '-ended:1970-01-03', 'ended:1970-01-01..1971-01-01'])
      expect([q, facets(q)]).toEqual([q, []])
  })

  it('asks documents where few of many tickets may match, not where tickets have an index of their own', () => {
    const isThin = (q: string, more: Parameters<typeof isSparse>[1] = []) => isSparse(termsOf(q), more, 0)
    for (const q of ['tag:vip is:open', 'is:waiting', 'assignee:none', 'queue:payments', 'queue:a,b is:open', 'age<1h'])
      expect([q, isThin(q)]).toEqual([q, !q.startsWith('assignee')])
    for (const q of [
      'queue:payments is:open',
      'tag:vip number:10001',
      '-tag:vip',
      'is:open breach<1h',
      'is:escalated',
      '',
    ])
      expect([q, isThin(q)]).toEqual([q, false])
    expect(isThin('', [{ name: 'partner', anyOf: ['p'] }])).toBe(true)
    expect(isThin('is:open', [{ name: 'assignee', anyOf: ['none'] }])).toBe(false)
    expect(isThin('', [{ name: 'assignee', anyOf: ['none'] }])).toBe(true)
    expect(isThin('is:open', [{ name: 'customer', anyOf: ['c'] }])).toBe(false)
  })

  it('knows before which instant nothing that is wanted was created', () => {
    expect(oldestCreated(termsOf('age<1s created:1970-01-02.. updated:1970-01-03'), 200_000_000)).toBe(199_999_000)
    expect(oldestCreated(termsOf('age>1s -created:1970-01-02..'), 0)).toBeNull()
  })

  it('knows from which instant on nothing that is wanted was created', () => {
    expect(newestCreated(termsOf('age>1s created:..1970-01-02 updated:..1970-01-01'), 200_000_000)).toBe(172_800_000)
    expect(newestCreated(termsOf('age<1s -created:..1970-01-02'), 0)).toBeNull()
  })

  it('knows a search for one thing', () => {
    expect(isSoleWord(termsOf('EXT-1 is:open'))).toBe('EXT-1')
    expect(isSoleWord(termsOf('EXT-1 open'))).toBeNull()
    expect(isSoleWord(termsOf('-EXT-1'))).toBeNull()
  })
})

it.each([
  ['refu', 'refu*'],
  ['tag:vip refu', 'tag:vip refu*'],
  ['-spa', '-spa*'],
  ['r', 'r'],
  ['refund ', 'refund '],
  ['status:op', 'status:op'],
  ['"out of', '"out of"'],
  ['"out of"', '"out of"'],
  ['re*', 're*'],
])('takes %s, while it is typed, for %s', (typed, taken) => expect(asTyped(typed)).toBe(taken))

describe('respelling', () => {
  const known = [
    { word: 'payment', documents: 200 },
    { word: 'payments', documents: 40 },
    { word: 'paymnt', documents: 1 },
    { word: 'pavement', documents: 3 },
  ]

  it('counts what was left out, put in, changed and swapped', () => {
    expect([
      slipsBetween('payment', 'payment'),
      slipsBetween('paymnet', 'payment'),
      slipsBetween('paiment', 'payment'),
      slipsBetween('paymment', 'payment'),
      slipsBetween('', 'abc'),
    ]).toEqual([0, 1, 1, 1, 3])
  })

  it('takes the nearest words, the most frequent first', () => {
    expect(respell('paymnet', known)).toEqual({ written: 'paymnet', words: ['payment', 'paymnt'] })
    expect(respell('kubernetes', known)).toBeNull()
  })

  it('leaves a word alone that is not much rarer than those like it', () => {
    expect(respell('paymnt', known)).toEqual({ written: 'paymnt', words: ['payment'] })
    expect(respell('payment', known)).toBeNull()
  })

  it('lets a short word have one slip only, and asks of words alone', () => {
    expect(respell('pasy', [{ word: 'easy', documents: 9 }])).toEqual({ written: 'pasy', words: ['easy'] })
    expect(respell('pazi', [{ word: 'easy', documents: 9 }])).toBeNull()
    expect(wordsToRespell(termsOf('refnud abc "two words" -paymnet E-12 tag:vipp'))).toEqual(['refnud'])
  })
})
