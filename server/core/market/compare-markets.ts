import type { Market, Names } from './market.ts'

/** One difference between two versions of a market, its values as people read them. */
export interface MarketChange {
  readonly subject: 'market' | 'group' | 'subcategory'
  /** Of the group or sub-category; of the market its slug. */
  readonly id: string
  /** Null where the whole of it came (no `from`) or went (no `to`). */
  readonly field: string | null
  readonly from: string | null
  readonly to: string | null
}

type Fields = Readonly<Record<string, string | null>>

/** What a publication would change, in the order of the document; against nothing, all of it is new. */
export function compareMarkets(before: Market | null, after: Market): readonly MarketChange[] {
  const ofMarket =
    before === null
      ? [{ subject: 'market', id: after.slug, field: null, from: null, to: after.brand } as const]
      : fieldChanges({ subject: 'market', id: after.slug }, marketFields(before), marketFields(after))
  return [
    ...ofMarket,
    ...listChanges('group', {
      before: before?.groups ?? new Map(),
      after: after.groups,
      fieldsOf: ({ name, ticketType, subcategories }) => ({
        name: namesText(name),
        ticketType,
        subcategories: subcategories.join(', '),
      }),
    }),
    ...listChanges('subcategory', {
      before: before?.subcategories ?? new Map(),
      after: after.subcategories,
      fieldsOf: ({ name, submitToExternalPartners, knowledgeForceIssueId, allowRecentOrder }) => ({
        name: namesText(name),
        submitToExternalPartners: onOff(submitToExternalPartners),
        knowledgeForceIssueId,
        allowRecentOrder: onOff(allowRecentOrder),
      }),
    }),
  ]
}

function marketFields(market: Market): Fields {
  const { brand, regions, locales, thresholdMinutes, ticket } = market
  return {
    brand,
    regions: regions.join(', '),
    locales: locales.join(', '),
    storeTicketTimeThresholdMinutes: thresholdMinutes === null ? null : String(thresholdMinutes),
    storeTicketWithoutSubscriberIsGeneral: onOff(market.withoutSubscriberIsGeneral),
    ticket: entriesText(ticket),
  }
}

interface Lists<T> {
  readonly before: ReadonlyMap<string, T>
  readonly after: ReadonlyMap<string, T>
  readonly fieldsOf: (one: T) => Fields
}

function listChanges<T>(
  subject: 'group' | 'subcategory',
  { before, after, fieldsOf }: Lists<T>,
): readonly MarketChange[] {
  const kept = [...after].flatMap(([id, now]): readonly MarketChange[] => {
    const then = before.get(id)
    if (then === undefined) return [{ subject, id, field: null, from: null, to: fieldsOf(now)['name'] ?? id }]
    return fieldChanges({ subject, id }, fieldsOf(then), fieldsOf(now))
  })
  const gone = [...before].filter(([id]) => !after.has(id))
  return [
    ...kept,
    ...gone.map(([id, one]) => ({ subject, id, field: null, from: fieldsOf(one)['name'] ?? id, to: null })),
  ]
}

function fieldChanges(
  what: Pick<MarketChange, 'subject' | 'id'>,
  before: Fields,
  after: Fields,
): readonly MarketChange[] {
  return Object.keys(after)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ ...what, field, from: before[field] ?? null, to: after[field] ?? null }))
}

const onOff = (is: boolean) => (is ? 'on' : 'off')
const namesText = (names: Names) => entriesText(names) ?? ''

/** `en: Cold food, es: Comida fría`, whatever the order in which they were written. */
function entriesText(entries: Readonly<Record<string, string | undefined>>): string | null {
  const said = Object.entries(entries).flatMap(([key, text]) => (text === undefined ? [] : [`${key}: ${text}`]))
  return said.length === 0 ? null : said.toSorted().join(', ')
}
