import type { Context, Tx } from '../../platform/context.ts'
import type { Resource } from '../access/index.ts'
import { findMarketOf } from './current-markets.ts'

/** Where something of a brand lies, for the question whether somebody may touch it: its market and its franchisee. */
export async function marketPlaceOf(
  tx: Tx,
  context: Context,
  place: { readonly brand: string; readonly region: string; readonly franchisee: string | null },
): Promise<Pick<Resource, 'market' | 'franchisee'>> {
  const { markets = null } = context.principal.scope
  // Who is limited to no market need not be asked which one it is.
  const market = markets === null ? null : ((await findMarketOf(tx, context, place))?.slug ?? null)
  return { market, franchisee: place.franchisee }
}
