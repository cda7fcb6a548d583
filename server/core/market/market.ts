import { closestLocale } from './closest-locale.ts'
import type { MarketDocument } from './document.ts'
import type { TicketType } from './resolve-handoff-type.ts'

/** A market compiled once: looked up by id. */
export interface Market {
  readonly slug: string
  readonly brand: string
  readonly regions: readonly string[]
  readonly locales: readonly string[]
  /** Null = the rule is off. */
  readonly thresholdMinutes: number | null
  /** A STORE ticket that nobody is subscribed for is GENERAL. */
  readonly withoutSubscriberIsGeneral: boolean
  /** What its requests are to the workflow; what is left out is as usual there. */
  readonly ticket: NonNullable<MarketDocument['ticket']>
  readonly groups: ReadonlyMap<string, CategoryGroup>
  readonly subcategories: ReadonlyMap<string, Subcategory>
}

/** Locale to text. */
export type Names = Readonly<Record<string, string>>

export interface CategoryGroup {
  readonly id: string
  readonly name: Names
  readonly ticketType: TicketType
  readonly subcategories: readonly string[]
}

export interface Subcategory {
  readonly id: string
  readonly name: Names
  readonly submitToExternalPartners: boolean
  readonly knowledgeForceIssueId: string | null
  readonly allowRecentOrder: boolean
}

/** Compiles a market document. What a sub-category does not say is off. */
export function compileMarket(document: MarketDocument): Market {
  const { slug, brand, regions, locales, storeTicketTimeThresholdMinutes: thresholdMinutes = null } = document
  return Object.freeze({
    slug,
    brand,
    regions,
    locales,
    thresholdMinutes,
    withoutSubscriberIsGeneral: document.storeTicketWithoutSubscriberIsGeneral ?? false,
    ticket: document.ticket ?? {},
    groups: new Map(document.groups.map((group) => [group.id, group])),
    subcategories: new Map(
      document.subcategories.map(({ id, name, ...settings }): [string, Subcategory] => [
        id,
        {
          id,
          name,
          submitToExternalPartners: settings.submitToExternalPartners ?? false,
          knowledgeForceIssueId: settings.knowledgeForceIssueId ?? null,
          allowRecentOrder: settings.allowRecentOrder ?? false,
        },
      ]),
    ),
  })
}

/** The pair a guest chose; null when the group does not offer the sub-category (seeds.md 1c 14). */
export function findChoice(
  market: Market,
  categoryId: string,
  subcategoryId: string,
): { readonly group: CategoryGroup; readonly subcategory: Subcategory } | null {
  const group = market.groups.get(categoryId)
  const subcategory = market.subcategories.get(subcategoryId)
  if (group === undefined || subcategory === undefined || !group.subcategories.includes(subcategoryId)) return null
  return { group, subcategory }
}

/** A name in the locale asked for, else in its language, else in the market's first locale. */
export function nameIn(market: Market, names: Names, locale: string): string {
  const closest = closestLocale(locale, Object.keys(names)) ?? market.locales[0] ?? ''
  return names[closest] ?? Object.values(names)[0] ?? ''
}
