import { describe, expect, it } from 'vitest'
import { changeSetting, readSettings } from './market-text.ts'

const iberia = `# What guests may ask for help with.
slug: iberia
regions: [ES, PT]
locales: [es, pt, en] # the first is shown

storeTicketTimeThresholdMinutes: 60 # from 60 minutes on

groups:
  - id: order-problem
    name: { es: Problema con mi pedido, en: Problem with my order }
    ticketType: STORE
    subcategories: [cold-food]
  - id: app-and-account
    name: { es: Cuenta }
    ticketType: GENERAL
    subcategories: [account-access]

subcategories:
  - id: cold-food
    name: { es: Comida fría, en: Cold food }
    knowledgeForceIssueId: "0203"
    submitToExternalPartners: true
    allowRecentOrder: true

  - id: account-access # stays in the house
    name: { es: Acceso a la cuenta }
    submitToExternalPartners: false
`
const coldFood = { list: 'subcategories', id: 'cold-food' } as const
const changedLines = (before: string, after: string) => {
  const [were, are] = [before.split('\n'), after.split('\n')]
  return { gone: were.filter((line) => !are.includes(line)), come: are.filter((line) => !were.includes(line)) }
}

describe('the settings of a market', () => {
  it('are read with names in its first locale and leading zeros', () => {
    const settings = readSettings(iberia)
    expect(settings).toMatchObject({ regions: ['ES', 'PT'], threshold: 60, withoutSubscriberIsGeneral: false })
    expect(settings?.groups[0]).toMatchObject({
      id: 'order-problem',
      name: 'Problema con mi pedido',
      ticketType: 'STORE',
    })
    expect(settings?.subcategories.find(({ id }) => id === 'cold-food')).toEqual({
      id: 'cold-food',
      name: 'Comida fría',
      submitToExternalPartners: true,
      knowledgeForceIssueId: '0203',
      allowRecentOrder: true,
    })
  })

  it('are none in a text that is no market', () => {
    expect([readSettings('slug: ['), readSettings('slug: iberia'), readSettings('')]).toEqual([null, null, null])
  })
})

describe('changing one setting', () => {
  it('changes its value and leaves every other letter', () => {
    const text = changeSetting(iberia, { owner: null, key: 'storeTicketTimeThresholdMinutes', value: 45 })
    expect(text).toBe(iberia.replace('Minutes: 60 #', 'Minutes: 45 #'))
    const type = { owner: { list: 'groups', id: 'app-and-account' }, key: 'ticketType', value: 'STORE' } as const
    expect(changeSetting(iberia, type)).toBe(iberia.replace('ticketType: GENERAL', 'ticketType: STORE'))
    const issue = changeSetting(iberia, { owner: coldFood, key: 'knowledgeForceIssueId', value: '0007' })
    expect(issue).toBe(iberia.replace('Id: "0203"', 'Id: "0007"'))
  })

  it('adds what was not said, in its place', () => {
    const owner = { list: 'subcategories', id: 'account-access' } as const
    const text = changeSetting(iberia, { owner, key: 'knowledgeForceIssueId', value: '0400' })
    expect(changedLines(iberia, text)).toEqual({ gone: [], come: ['    knowledgeForceIssueId: "0400"'] })
    expect(readSettings(text)?.subcategories.find(({ id }) => id === 'account-access')).toMatchObject({
      knowledgeForceIssueId: '0400',
    })
  })

  it('turns on and off what the market does without a STORE subscriber', () => {
    const setting = { owner: null, key: 'storeTicketWithoutSubscriberIsGeneral' } as const
    const on = changeSetting(iberia, { ...setting, value: true })
    expect(changedLines(iberia, on)).toEqual({ gone: [], come: ['storeTicketWithoutSubscriberIsGeneral: true'] })
    expect(readSettings(on)?.withoutSubscriberIsGeneral).toBe(true)
    expect(changeSetting(on, { ...setting, value: null })).toBe(iberia)
  })

  it('takes out what is unset, and says it again', () => {
    const key = 'storeTicketTimeThresholdMinutes'
    const without = changeSetting(iberia, { owner: null, key, value: null })
    expect(readSettings(without)?.threshold).toBeNull()
    expect(changedLines(iberia, without).come).toEqual([])
    expect(readSettings(changeSetting(without, { owner: null, key, value: 30 }))?.threshold).toBe(30)
    expect(changeSetting(without, { owner: null, key, value: null })).toBe(without)
  })

  it('knows entries that are written on one line', () => {
    const text = 'groups: []\nsubcategories:\n  - { id: a, name: { en: A }, knowledgeForceIssueId: "01" } # kept\n'
    const owner = { list: 'subcategories', id: 'a' } as const
    const on = changeSetting(text, { owner, key: 'allowRecentOrder', value: true })
    expect(on).toContain('{ id: a, allowRecentOrder: true, name: { en: A }, knowledgeForceIssueId: "01" } # kept')
    const off = changeSetting(on, { owner, key: 'knowledgeForceIssueId', value: null })
    expect(off).toContain('{ id: a, allowRecentOrder: true, name: { en: A } } # kept')
  })

  it('leaves the text where there is no such thing', () => {
    const owner = { list: 'groups', id: 'nothing' } as const
    expect(changeSetting(iberia, { owner, key: 'ticketType', value: 'STORE' })).toBe(iberia)
    expect(changeSetting('slug: [', { owner: null, key: 'brand', value: 'x' })).toBe('slug: [')
  })
})
