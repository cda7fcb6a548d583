import type { Context } from '../../platform/context.ts'
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
  const order = found !== null && isTheirs(submission, found) ? found : null
  const storeId = submission.storeId ?? order?.storeId ?? null
  return context.readByKeys(async (tx) => {
    const current = await findMarketOf(tx, context, submission)
    if (current === null) throw noMarket(submission)
    const chosen = requireChoice(current.market, submission)
    const store = storeId === null ? null : await findStore(tx, context.workspace.id, storeId)
    if (store !== null && (store.brand !== submission.brand || store.region !== submission.region)) {
      const pointer = submission.storeId === null ? '/orderId' : '/storeId'
      throw refuseField(pointer, 'other_market', `Store ${storeId} is of ${store.brand} in ${store.region}.`)
    }
    return { submission, current, chosen, order, storeId, store }
  })
}

/** What is registered of an order is told to a partner of its own brand and region: naming one is not being given it. */
function isTheirs({ raisedBy, brand, region }: Submission, order: Order): boolean {
  return raisedBy.partnerId === null || ((order.brand ?? brand) === brand && (order.region ?? region) === region)
}
