import type { Order } from '../../modules/orders/index.ts'
import type { Store } from '../../modules/markets/index.ts'

/** Stores of the Iberia market. */
export const exampleStores: readonly Omit<Store, 'brand' | 'version'>[] = [
  { storeId: '1201', name: 'Lisboa Rossio', region: 'PT', timezone: 'Europe/Lisbon', franchisee: 'Tejo Foods' },
  { storeId: '1202', name: 'Porto Aliados', region: 'PT', timezone: 'Europe/Lisbon', franchisee: 'Tejo Foods' },
  { storeId: '2301', name: 'Madrid Sol', region: 'ES', timezone: 'Europe/Madrid', franchisee: 'Meseta Grill' },
]

/** The brand of the Iberia market. */
export const exampleBrand = 'burger-house'

type ExampleOrder = Pick<Order, 'externalId' | 'storeId' | 'region' | 'status' | 'serviceMode' | 'items'> & {
  readonly agoMinutes: number
}

const item = (name: string, quantity: number) => ({ name, quantity })

/** One young enough for its store to answer for it, one too old for that, and what guests ask about later. */
export const exampleOrders: readonly ExampleOrder[] = [
  {
    externalId: '500120',
    storeId: '1202',
    region: 'PT',
    status: 'DONE',
    serviceMode: 'TAKEOUT',
    items: [item('Menu do dia', 1)],
    agoMinutes: 6 * 24 * 60,
  },
  {
    externalId: '500121',
    storeId: '2301',
    region: 'ES',
    status: 'DONE',
    serviceMode: 'DELIVERY',
    items: [item('Doble con queso', 2), item('Patatas', 2)],
    agoMinutes: 3 * 24 * 60,
  },
  {
    externalId: '500122',
    storeId: '1201',
    region: 'PT',
    status: 'CANCELED',
    serviceMode: 'DELIVERY',
    items: [item('Hambúrguer clássico', 1)],
    agoMinutes: 26 * 60,
  },
  {
    externalId: '500123',
    storeId: '2301',
    region: 'ES',
    status: 'DONE',
    serviceMode: 'DRIVE_THRU',
    items: [item('Ensalada', 1)],
    agoMinutes: 7 * 60,
  },
  {
    externalId: '500124',
    storeId: '2301',
    region: 'ES',
    status: 'DONE',
    serviceMode: 'DELIVERY',
    items: [item('Menú familiar', 1)],
    agoMinutes: 120,
  },
  {
    externalId: '500125',
    storeId: '1201',
    region: 'PT',
    status: 'PREPARED',
    serviceMode: 'DELIVERY',
    items: [item('Hambúrguer duplo', 1), item('Batatas', 1)],
    agoMinutes: 10,
  },
]
