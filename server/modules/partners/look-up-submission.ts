import type { Context, Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { type CurrentMarket, findMarketOf, findStore, noMarket, type Store } from '../markets/index.ts'
import { lookUpOrders, type Order } from '../orders/index.ts'
import { type Chosen, requireChoice } from './choose.ts'
import type { Submission } from './submission.ts'

/** A submission with all that it names looked up. */
export interface KnownSubmission {
  readonly submission: Submission
  readonly current: CurrentMarket
  readonly chosen: Chosen
  readonly order: Order | null
  readonly storeId: string | null
  readonly store: Store | null
}

/** Looks up market, choice, order and store. Throws `invalid` for words that the market does not know. */
export async function lookUpSubmission(context: Context, submission: Submission): Promise<KnownSubmission> {
  const orderKey = submission.order?.id
  const orders = await lookUpOrders(context, orderKey === undefined ? [] : [orderKey])
  const found = orderKey === undefined ? null : (orders.get(orderKey) ?? null)
  return context.readByKeys(async (tx) => {
    const current = await findMarketOf(tx, context, submission)
    if (current === null) throw noMarket(submission)
    const chosen = requireChoice(current.market, submission)
    const isKnown = found !== null && (await isTheirs(tx, context, { submission, order: found }))
    const order = isKnown ? found : null
    const storeId = submission.storeId ?? order?.storeId ?? null
    const store = await storeOf(tx, context, storeId)
    if (store !== null && (store.brand !== submission.brand || store.region !== submission.region)) {
      throw refuseField(
        pointerToStore(submission),
        'other_market',
        `Store ${storeId} is of ${store.brand} in ${store.region}.`,
      )
    }
    return { submission, current, chosen, order, storeId, store }
  })
}

/** Where the caller named the store: by itself, or through an order, which guests and partners write differently. */
function pointerToStore({ storeId, raisedBy }: Submission): string {
  if (storeId !== null) return '/storeId'
  return raisedBy.partnerId === null ? '/orderId' : '/order/id'
}

/**
 * What is registered of an order is told to a partner of its own brand and region: naming one is not being given it. Where
 * the order does not say its place its store does; of a store that nobody registered no place is known, so it is no
 * partner's.
 */
async function isTheirs(
  tx: Tx,
  context: Context,
  { submission: { raisedBy, brand, region }, order }: { submission: Submission; order: Order },
): Promise<boolean> {
  if (raisedBy.partnerId === null) return true
  const isTold = order.brand !== null && order.region !== null
  const store = isTold ? null : await storeOf(tx, context, order.storeId)
  return (order.brand ?? store?.brand) === brand && (order.region ?? store?.region) === region
}

async function storeOf(tx: Tx, context: Context, storeId: string | null): Promise<Store | null> {
  return storeId === null ? null : findStore(tx, context.workspace.id, storeId)
}
