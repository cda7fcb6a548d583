import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkMarket } from './check-market.ts'
import { findChoice, nameIn } from './market.ts'

const iberia = readFileSync(new URL('../../../markets/iberia.yaml', import.meta.url), 'utf8')
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

describe('markets/iberia.yaml', () => {
  const check = checkMarket(iberia)

  it('has no problem, and every test in it passes', () => {
    expect(check.problems).toEqual([])
    expect(check.tests.filter(({ passed }) => !passed)).toEqual([])
    expect(check.tests.length).toBeGreaterThanOrEqual(8)
    expect(check.slug).toBe('iberia')
  })

  it('keeps leading zeros, names in three languages and the threshold', () => {
    const choice = check.market && findChoice(check.market, 'order-problem', 'missing-item')
    expect(choice?.subcategory.knowledgeForceIssueId).toBe('0201')
    expect(check.market?.thresholdMinutes).toBe(60)
    const names = choice?.subcategory.name ?? {}
    const name = (locale: string) => check.market && nameIn(check.market, names, locale)
    expect([name('en'), name('pt-BR'), name('fr')]).toEqual([
      'An item is missing',
      'Falta um produto',
      'Falta un producto',
    ])
  })

  it('offers a sub-category only in its groups', () => {
    expect(check.market && findChoice(check.market, 'app-and-account', 'missing-item')).toBe(null)
  })
})

describe('checkMarket', () => {
  it.each<[string, (text: string) => string, string, string, string]>([
    ['an id without quotes', (t) => t.replace('"0201"', '0201'), 'error', 'wrong_type', 'knowledgeForceIssueId: 0201'],
    [
      'a negative threshold',
      (t) => t.replace('Minutes: 60 ', 'Minutes: -1 '),
      'error',
      'out_of_range',
      'storeTicketTime',
    ],
    [
      'a word for the type',
      (t) => t.replace('ticketType: STORE', 'ticketType: SHOP'),
      'error',
      'unknown_value',
      'ticketType: SHOP',
    ],
    [
      'a thing without any name',
      (t) => t.replace('{ es: Puntos, pt: Pontos, en: Loyalty points }', '{}'),
      'error',
      'name_missing',
      'name: {}',
    ],
    ['an unknown key', (t) => t.replace('brand:', 'brnd:'), 'error', 'unknown_key', 'brnd:'],
    [
      'a sub-category nobody defined',
      (t) => t.replace('[missing-item,', '[gone-item,'),
      'error',
      'unknown_subcategory',
      '[gone-item',
    ],
    ['a region that is no country', (t) => t.replace('[ES, PT]', '[Spain, PT]'), 'error', 'unknown_value', '[Spain'],
    [
      'the same id twice',
      (t) => t.replace('id: wrong-item', 'id: missing-item'),
      'error',
      'duplicate_name',
      'id: missing-item\n    name: { es: Producto',
    ],
    [
      'a test that fails',
      (t) => t.replace('reason: late, issueId: "0203"', 'reason: none, issueId: "0203"'),
      'error',
      'test_failed',
      '- name: two hours later',
    ],
    [
      'a STORE choice without recent orders',
      (t) =>
        t.replace(
          '"0203"\n    submitToExternalPartners: true\n    allowRecentOrder: true',
          '"0203"\n    submitToExternalPartners: true',
        ),
      'warning',
      'store_never_possible',
      'subcategories: [missing-item',
    ],
    [
      'a threshold of zero',
      (t) => t.replace('Minutes: 60 ', 'Minutes: 0 ').replace(/tests:[\s\S]*/u, ''),
      'warning',
      'store_never_possible',
      'ticketType: STORE',
    ],
    [
      'that a ticket without subscriber is GENERAL where none is ever STORE',
      (t) =>
        t
          .replace('locales:', 'storeTicketWithoutSubscriberIsGeneral: true\nlocales:')
          .replace('Minutes: 60 ', 'Minutes: 0 ')
          .replace(/tests:[\s\S]*/u, ''),
      'warning',
      'setting_without_effect',
      'storeTicketWithout',
    ],
    [
      'the same where what may be STORE stays in the house',
      (t) =>
        t
          .replace('locales:', 'storeTicketWithoutSubscriberIsGeneral: true\nlocales:')
          .replaceAll('submitToExternalPartners: true', 'submitToExternalPartners: false')
          .replace(/tests:[\s\S]*/u, ''),
      'warning',
      'setting_without_effect',
      'storeTicketWithout',
    ],
    ['a missing translation', (t) => t.replace(', en: Cold food', ''), 'warning', 'name_missing', 'name: { es: Comida'],
    [
      'a group that offers nothing',
      (t) => t.replace('[payment-failed, loyalty-points, account-access, other]', '[]').replace(/tests:[\s\S]*/u, ''),
      'warning',
      'group_empty',
      'subcategories: []',
    ],
    ['a choice nobody offers', (t) => t.replace(', other]', ']'), 'warning', 'subcategory_unused', 'id: other'],
  ])('reports %s', (...[, change, severity, code, place]) => {
    const text = change(iberia)
    expect(text).not.toBe(iberia)
    const { problems, slug } = checkMarket(text)
    expect(problems).toContainEqual(expect.objectContaining({ severity, code, line: lineOf(text, place) }))
    expect(slug).toBe(severity === 'error' ? null : 'iberia')
  })

  it('finds nothing in what makes a ticket without subscriber GENERAL where it may apply', () => {
    const check = checkMarket(iberia.replace('locales:', 'storeTicketWithoutSubscriberIsGeneral: true\nlocales:'))
    expect([check.problems, check.market?.withoutSubscriberIsGeneral]).toEqual([[], true])
  })
})
