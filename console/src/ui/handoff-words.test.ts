import { beforeAll, describe, expect, it } from 'vitest'
import { en } from './words/en.ts'
import { enPartners } from './words/en-partners.ts'
import { addWords, installWords } from './words/words.ts'
import { stepWords } from './handoff-words.ts'

describe('a step of a hand-off', () => {
  beforeAll(() => {
    installWords('en', en)
    addWords(enPartners)
  })

  it.each([
    ['late', 'late by 60 min -> GENERAL'],
    ['late', 'late by 1 min 30 s -> GENERAL'],
    ['no_order', 'No order -> GENERAL'],
    ['forwarded', 'Forwarded to Acme, Inc., subscribed for the region'],
    ['no_subscriber', 'No STORE subscription for store, franchisee, region: own queues'],
    ['no_store_subscriber', 'No STORE subscription for store, region -> GENERAL'],
    ['own_submission', 'Raised by Acme itself: own queues'],
  ])('of the kind %s says in English what the log says: %s', (code, text) => {
    expect(stepWords({ code, text })).toBe(text)
  })

  it('that is not known here stays as it was written', () => {
    expect(stepWords({ code: 'paused', text: 'Held for a while' })).toBe('Held for a while')
    expect(stepWords({ code: 'no_store_subscriber', text: 'Nobody' })).toBe('Nobody')
    expect(stepWords({ code: 'forwarded', text: 'Forwarded by hand' })).toBe('Forwarded by hand')
  })
})
