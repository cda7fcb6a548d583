import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { categoriesOf, findMarketOf, listCategories, noMarket, type ShownCategories } from '../markets/index.ts'
import { requireIntegration } from './act-for-integration.ts'

interface Wanted {
  readonly brand: string
  readonly region: string
  readonly locale: string | null
}

/**
 * What guests of a brand in a region may ask for: for who reads markets, and for partners, who raise their requests by
 * these ids. Throws `invalid` where no market in force has these, `forbidden` for another place than the token's.
 */
export async function listRaisable(context: Context, wanted: Wanted): Promise<ShownCategories> {
  const { principal } = context
  const isPartner = principal.partnerId !== null && !can(principal, 'market:read')
  return isPartner ? listOwn(context, wanted) : listCategories(context, wanted)
}

async function listOwn(context: Context, wanted: Wanted): Promise<ShownCategories> {
  requirePermission(context, 'partner:act')
  return context.read(async (tx) => {
    if (context.principal.integrationId !== undefined) await requireIntegration(tx, context, wanted)
    const found = await findMarketOf(tx, context, wanted)
    if (found === null) throw noMarket(wanted)
    return categoriesOf(found, wanted.locale)
  })
}
