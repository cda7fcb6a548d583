import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compareMarkets } from './compare-markets.ts'
import { compileMarket } from './market.ts'
import { type PastRequest, replayRequests } from './replay-requests.ts'
import { parseMarket } from './check-market.ts'

const text = readFileSync(new URL('../../../markets/iberia.yaml', import.meta.url), 'utf8')
const compiled = (document: string) => {
  const parsed = parseMarket(document)
  if (parsed.document === null) throw new Error(JSON.stringify(parsed.problems))
  return compileMarket(parsed.document)
}
const before = compiled(text)

describe('what a publication would change', () => {
  it('is nothing for the same text, whatever its comments and the order of its names', () => {
    expect(compareMarkets(before, compiled(`# Reviewed.\n${text}`))).toEqual([])
    const turned = text.replace(
      '{ es: Comida fría, pt: Comida fria, en: Cold food }',
      '{ en: Cold food, es: Comida fría, pt: Comida fria }',
    )
    expect(compareMarkets(before, compiled(turned))).toEqual([])
  })

  it('names each field with its values, and leading zeros stay', () => {
    const after = compiled(
      text
        .replace('storeTicketTimeThresholdMinutes: 60', 'storeTicketTimeThresholdMinutes: 45')
        .replace('ticketType: GENERAL', 'ticketType: STORE')
        .replace('"0203"', '"0299"')
        .replace('locales:', 'storeTicketWithoutSubscriberIsGeneral: true\nlocales:')
        .replace('submitToExternalPartners: false', 'submitToExternalPartners: true'),
    )
    expect(compareMarkets(before, after)).toEqual([
      { subject: 'market', id: 'iberia', field: 'storeTicketTimeThresholdMinutes', from: '60', to: '45' },
      { subject: 'market', id: 'iberia', field: 'storeTicketWithoutSubscriberIsGeneral', from: 'off', to: 'on' },
      { subject: 'group', id: 'app-and-account', field: 'ticketType', from: 'GENERAL', to: 'STORE' },
      { subject: 'subcategory', id: 'cold-food', field: 'knowledgeForceIssueId', from: '0203', to: '0299' },
      { subject: 'subcategory', id: 'account-access', field: 'submitToExternalPartners', from: 'off', to: 'on' },
    ])
  })

  it('says what came and what went, and that an unset threshold is none', () => {
    const after = compiled(
      text.replace(/^storeTicketTimeThresholdMinutes.*$/m, '').replaceAll('cold-food', 'cold-meal'),
    )
    expect(compareMarkets(before, after)).toMatchObject([
      { field: 'storeTicketTimeThresholdMinutes', from: '60', to: null },
      { subject: 'group', id: 'order-problem', field: 'subcategories' },
      { subject: 'subcategory', id: 'cold-meal', field: null, from: null, to: expect.stringContaining('Cold food') },
      { subject: 'subcategory', id: 'cold-food', field: null, from: expect.stringContaining('Cold food'), to: null },
    ])
  })

  it('is all of it where there was none', () => {
    const changes = compareMarkets(null, before)
    expect(changes).toHaveLength(1 + before.groups.size + before.subcategories.size)
    expect(changes.every(({ field, from }) => field === null && from === null)).toBe(true)
  })
})

describe('past requests by another document', () => {
  const minutes = 60_000
  const request: PastRequest = {
    categoryId: 'order-problem',
    subcategoryId: 'cold-food',
    configuredType: 'STORE',
    resolvedType: 'STORE',
    reason: null,
    wasForPartners: true,
    hadNoStoreSubscriber: false,
    submittedAt: 50 * minutes,
    order: { placedAt: 0 },
  }
  const none = { toStore: 0, toGeneral: 0, nowForPartners: 0, nowInternal: 0, notOffered: 0, unknown: 0 }

  it('differ in nothing by the document that decided them', () => {
    expect(replayRequests(before, [request, request])).toEqual({ ...none, requests: 2 })
  })

  it('become late by a shorter threshold, and the store’s by a longer one', () => {
    const shorter = compiled(text.replace('Minutes: 60 ', 'Minutes: 50 '))
    expect(replayRequests(shorter, [request])).toMatchObject({ toGeneral: 1, toStore: 0 })
    const late = { ...request, submittedAt: 70 * minutes, resolvedType: 'GENERAL', reason: 'late' } as const
    const longer = compiled(text.replace('Minutes: 60 ', 'Minutes: 90 '))
    expect(replayRequests(longer, [late])).toMatchObject({ toStore: 1, toGeneral: 0 })
  })

  it('become GENERAL without a STORE subscriber where the document wants that, and the store’s where it does not', () => {
    const wanting = compiled(text.replace('locales:', 'storeTicketWithoutSubscriberIsGeneral: true\nlocales:'))
    const without = { ...request, hadNoStoreSubscriber: true }
    expect(replayRequests(wanting, [request, without])).toEqual({ ...none, requests: 2, toGeneral: 1 })
    const general = { ...without, resolvedType: 'GENERAL', reason: 'no_store_subscriber' } as const
    expect(replayRequests(wanting, [general])).toEqual({ ...none, requests: 1 })
    expect(replayRequests(before, [general])).toEqual({ ...none, requests: 1, toStore: 1 })
  })

  it('are counted where their choice is gone, or stays in the house by now', () => {
    const gone = compiled(text.replaceAll('cold-food', 'cold-meal'))
    expect(replayRequests(gone, [request])).toEqual({ ...none, requests: 1, notOffered: 1 })
    const inside = compiled(text.replace(/(id: cold-food[^]*?submitToExternalPartners: )true/, '$1false'))
    expect(replayRequests(inside, [request])).toEqual({ ...none, requests: 1, nowInternal: 1 })
  })

  it('are not guessed at where the order was erased, unlike those that never had one', () => {
    const shorter = compiled(text.replace('Minutes: 60 ', 'Minutes: 50 '))
    const erased = { ...request, order: null }
    expect(replayRequests(shorter, [erased])).toEqual({ ...none, requests: 1, unknown: 1 })
    const without = { ...erased, resolvedType: 'GENERAL', reason: 'no_order' } as const
    expect(replayRequests(shorter, [without])).toEqual({ ...none, requests: 1 })
  })
})
