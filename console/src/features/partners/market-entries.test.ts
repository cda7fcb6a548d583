import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { addGroup, addSubcategory } from './market-entries.ts'
import { marketTemplate } from './market-template.ts'
import { readSettings } from './market-text.ts'

const text = `# Iberia
slug: iberia
locales: [es, pt]
groups:
  - id: order-problem # first
    name: { es: Pedido }
    ticketType: STORE
    subcategories: [missing-item] # more to come

subcategories:
  - id: missing-item
    name: { es: Falta }
    allowRecentOrder: true # they choose

tests: []
`

describe('a document gains', () => {
  it('a group at the end of the groups, and keeps every other letter', () => {
    const more = addGroup(text, { id: 'app', names: { es: 'Aplicación', pt: '' } })
    expect(more).toBe(
      text.replace(
        '# more to come\n',
        '# more to come\n\n  - id: app\n    name: { es: "Aplicación" }\n    ticketType: GENERAL\n    subcategories: []\n',
      ),
    )
    expect(readSettings(more)?.groups.map(({ id }) => id)).toEqual(['order-problem', 'app'])
  })

  it('a sub-category that its group offers', () => {
    const more = addSubcategory(text, { id: 'cold-food', names: { es: 'Fría: "sí"' }, groupId: 'order-problem' })
    expect(more).toContain('subcategories: [missing-item, cold-food] # more to come')
    expect(more.startsWith('# Iberia')).toBe(true)
    expect(readSettings(more)?.subcategories.at(-1)).toMatchObject({ id: 'cold-food', name: 'Fría: "sí"' })
  })

  it('the first choice of a group that has none, and one of a list written line by line', () => {
    const empty = addGroup(text, { id: 'app', names: { es: 'App' } })
    const first = addSubcategory(empty, { id: '0201', names: { es: 'Uno' }, groupId: 'app' })
    expect(readSettings(first)?.groups.at(-1)?.subcategories).toEqual(['0201'])
    const lines = text.replace(
      'subcategories: [missing-item] # more to come',
      'subcategories:\n      - missing-item # a',
    )
    const more = addSubcategory(lines, { id: 'other', names: { es: 'Otro' }, groupId: 'order-problem' })
    expect(readSettings(more)?.groups[0]?.subcategories).toEqual(['missing-item', 'other'])
  })

  it('nothing where it has no such list', () => {
    expect(addGroup('slug: x\n', { id: 'a', names: {} })).toBe('slug: x\n')
  })
})

it('a market begins with a document that reads as one', () => {
  const begun = marketTemplate({
    slug: 'france',
    brand: '0042',
    regions: ['FR', 'NO'],
    languages: ['fr', 'en'],
    serviceLine: 'guest-support',
  })
  expect(parse(begun)).toMatchObject({
    slug: 'france',
    brand: '0042',
    regions: ['FR', 'NO'],
    locales: ['fr', 'en'],
    ticket: { serviceLine: 'guest-support' },
    storeTicketTimeThresholdMinutes: 60,
  })
  expect(readSettings(begun)?.groups.map(({ ticketType }) => ticketType)).toEqual(['STORE', 'GENERAL'])
  expect(marketTemplate({ slug: 'x', brand: 'b', regions: ['ES'], languages: ['es'], serviceLine: '' })).not.toContain(
    'ticket:',
  )
})
