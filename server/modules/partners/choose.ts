import { type CategoryGroup, findChoice, type Market, nameIn, type Subcategory } from '../../core/market/index.ts'
import { refuseField } from '../../platform/errors.ts'
import type { Choice } from './handoff.ts'

export interface Chosen {
  readonly group: CategoryGroup
  readonly subcategory: Subcategory
}

/**
 * The pair a guest chose: it decides, for a sub-category may stand in several groups. Without a group it is the one that
 * alone offers the sub-category. Throws `invalid` with what there is to choose.
 */
export function requireChoice(
  market: Market,
  { categoryId, subcategoryId }: { categoryId: string | null; subcategoryId: string },
): Chosen {
  if (!market.subcategories.has(subcategoryId))
    throw refuse('/subcategoryId', 'unknown_subcategory', subcategoryId, [...market.subcategories.keys()])
  const offering = [...market.groups.values()].filter(({ subcategories }) => subcategories.includes(subcategoryId))
  if (categoryId !== null && !market.groups.has(categoryId))
    throw refuse('/categoryId', 'unknown_category', categoryId, [...market.groups.keys()])
  if (categoryId === null && offering.length !== 1) {
    const message = `Several categories offer it; name one of: ${offering.map(({ id }) => id).join(', ')}.`
    throw refuseField('/categoryId', 'required', message)
  }
  const chosen = findChoice(market, categoryId ?? offering[0]?.id ?? '', subcategoryId)
  if (chosen !== null) return chosen
  const offered = market.groups.get(categoryId ?? '')?.subcategories ?? []
  throw refuse('/subcategoryId', 'not_offered', subcategoryId, offered)
}

/** What was chosen under the names the market gives it in its first locale. */
export function namesOf(market: Market, { group, subcategory }: Chosen): Choice {
  const locale = market.locales[0] ?? 'en'
  return {
    categoryId: group.id,
    category: nameIn(market, group.name, locale),
    subcategoryId: subcategory.id,
    subcategory: nameIn(market, subcategory.name, locale),
    knowledgeForceIssueId: subcategory.knowledgeForceIssueId,
  }
}

function refuse(pointer: string, code: string, word: string, known: readonly string[]) {
  return refuseField(pointer, code, `"${word}" is not one of: ${known.join(', ')}.`)
}
