import { closestLocale, nameIn } from '../../core/market/index.ts'
import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { type CurrentMarket, findMarketOf } from './current-markets.ts'

export interface ShownCategory {
  readonly id: string
  readonly name: string
  readonly ticketType: 'STORE' | 'GENERAL'
  readonly subcategories: readonly ShownSubcategory[]
}

export interface ShownSubcategory {
  readonly id: string
  readonly name: string
  readonly knowledgeForceIssueId: string | null
  readonly allowRecentOrder: boolean
}

/** What a guest may choose from, in the guest's language, as the market that is in force says. */
export interface ShownCategories {
  readonly market: string
  readonly version: number
  /** The market's own locale that was spoken most closely. */
  readonly locale: string
  readonly categories: readonly ShownCategory[]
}

/** The categories of a brand in a region. Throws `invalid` where no market in force has these. */
export async function listCategories(
  context: Context,
  input: { brand: string; region: string; locale: string | null },
): Promise<ShownCategories> {
  requirePermission(context, 'market:read')
  const found = await context.read((tx) => findMarketOf(tx, context, input))
  if (found === null || !can(context.principal, 'market:read', { market: found.slug })) throw noMarket(input)
  return categoriesOf(found, input.locale)
}

/** What a market in force lets guests choose from, in a locale; null = the market's first. */
export function categoriesOf({ market, slug, version }: CurrentMarket, asked: string | null): ShownCategories {
  const locale = asked ?? market.locales[0] ?? 'en'
  const categories = [...market.groups.values()].map((group) => ({
    id: group.id,
    name: nameIn(market, group.name, locale),
    ticketType: group.ticketType,
    subcategories: group.subcategories.flatMap((id) => {
      const one = market.subcategories.get(id)
      if (one === undefined) return []
      const { knowledgeForceIssueId, allowRecentOrder } = one
      return [{ id, name: nameIn(market, one.name, locale), knowledgeForceIssueId, allowRecentOrder }]
    }),
  }))
  return {
    market: slug,
    version,
    locale: closestLocale(locale, market.locales) ?? market.locales[0] ?? locale,
    categories,
  }
}

/** That no market in force is of this brand and region. */
export function noMarket({ brand, region }: { brand: string; region: string }) {
  return refuseField('/brand', 'unknown_market', `No market in force is of the brand "${brand}" in "${region}".`)
}
