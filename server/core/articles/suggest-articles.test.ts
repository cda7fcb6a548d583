import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { articlesFor, compileWorkflow, parseWorkflow } from '../workflow/index.ts'
import { saidWords } from './said-words.ts'

const text = readFileSync(new URL('../../../workflows/operations-review.yaml', import.meta.url), 'utf8')
const place = /^articles:[\s\S]*?^checkpoints:/m
const now = Date.parse('2026-03-03T10:00:00Z')

/** What of these articles a customer is given who writes this. */
function keysFor(articles: string, summary: string, more: { serviceLine?: string; language?: string } = {}): string[] {
  const { document, problems } = parseWorkflow(text.replace(place, () => `articles:\n${articles}\ncheckpoints:`))
  if (document === null) throw new Error(JSON.stringify(problems))
  const workflow = compileWorkflow(document, 1)
  const request = { channel: 'live-chat', kind: 'chat', summary, text: summary, ...more } as const
  return articlesFor(workflow, request, now).map(({ slug }) => slug)
}

const article = (slug: string, members: string) => `  ${slug}: { body: { en: Text. }, ${members} }\n`
const deposits = article('deposits', 'title: { en: A deposit has not arrived }, keywords: [deposit, "charged twice"]')
const lobby = article('lobby', 'title: { en: I cannot join a lobby, es: No puedo entrar en una sala }')

describe('an article', () => {
  it.each([
    ['my deposit is missing', ['deposits']],
    ['MY DEPÓSITS ARE MISSING!!', ['deposits']],
    ['where is what i deposited?', ['deposits']],
    ['I was charged for it twice', ['deposits']],
    ['I was charged once', []],
    ['cannot join the lobby', ['lobby']],
    ['no puedo entrar en la sala', ['lobby']],
    // Half of a title is not most of it.
    ['a lobby', []],
    ['', []],
    ['??', []],
  ])('is found by its keywords and by most of its title: %j', (said, keys) => {
    expect(keysFor(deposits + lobby, said)).toEqual(keys)
  })

  it('comes before one of which less is said, and else as the document has them', () => {
    const more = article('more', 'title: { en: Deposits }, keywords: [deposit, missing]')
    expect(keysFor(deposits + more, 'My deposit is missing')).toEqual(['more', 'deposits'])
    const equal = article('equal', 'title: { en: A deposit has not arrived }, keywords: [deposit, "charged twice"]')
    expect(keysFor(deposits + equal, 'My deposit')).toEqual(['deposits', 'equal'])
    expect(keysFor(equal + deposits, 'My deposit')).toEqual(['equal', 'deposits'])
  })

  it('is one of three at most', () => {
    const many = [1, 2, 3, 4, 5].map((nth) => article(`a${nth}`, 'title: { en: Some }, keywords: [deposit]'))
    expect(keysFor(many.join(''), 'deposit')).toEqual(['a1', 'a2', 'a3'])
  })

  it('is for the service lines it names', () => {
    const guests = article('guests', 'title: { en: Orders }, keywords: [order], serviceLines: [guest-support]')
    expect(keysFor(guests, 'my order', { serviceLine: 'guest-support' })).toEqual(['guests'])
    expect(keysFor(guests, 'my order', { serviceLine: 'game-support' })).toEqual([])
    // Who names no line has the workspace's own.
    expect(keysFor(guests, 'my order')).toEqual([])
  })

  it('needs its rule and its words where it has both', () => {
    const night = article('night', 'title: { en: Night }, keywords: [deposit], when: request.language == "es"')
    expect(keysFor(night, 'deposit', { language: 'es' })).toEqual(['night'])
    expect(keysFor(night, 'deposit', { language: 'en' })).toEqual([])
    expect(keysFor(night, 'refund', { language: 'es' })).toEqual([])
  })

  it('that a rule alone finds comes first, whatever is said', () => {
    const outage = article('outage', `title: { en: We are down }, when: 'request.channel == "live-chat"'`)
    expect(keysFor(deposits + outage, 'my deposit')).toEqual(['outage', 'deposits'])
    expect(keysFor(outage, 'something else')).toEqual(['outage'])
  })

  it('whose rule cannot be read for a request is left out', () => {
    const broken = article('broken', `title: { en: Broken }, when: 'request.fields.amount > 5'`)
    expect(keysFor(broken, 'my deposit')).toEqual([])
  })
})

describe('two words', () => {
  it.each([
    ['deposit', 'deposits', true],
    ['deposited', 'depositing', true],
    ['pago', 'pagos', true],
    ['reembolso', 'reembolsos', true],
    ['sala', 'salary', false],
    ['sign', 'signature', false],
    ['pass', 'past', false],
    ['password', 'passport', false],
    ['in', 'into', false],
  ])('%s and %s: %s', (one, other, isSame) => {
    expect([saidWords(one).has(other), saidWords(other).has(one)]).toEqual([isSame, isSame])
  })
})
