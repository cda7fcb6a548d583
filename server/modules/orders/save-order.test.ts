import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openTestInstallation,
  principalWith,
  type TestInstallation,
} from '../access/testing/test-installation-store.ts'
import { getOrder, lookUpOrders, saveOrder } from './index.ts'

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
})
afterAll(() => home.close())

const order = {
  externalId: 'ORD-1',
  storeId: '42',
  brand: 'PLK',
  region: 'ES',
  placedAt: Date.UTC(2026, 10, 20),
  status: 'PREPARING',
  serviceMode: 'DELIVERY',
  customerId: null,
  items: [{ name: 'Wings' }],
}

describe('an order', () => {
  it('is registered once and brought up to date, each time with its event', async () => {
    const context = home.contextOf()
    const saved = await saveOrder(context, order)
    const again = await saveOrder(context, { ...order, status: 'DONE' })
    expect(again).toMatchObject({ id: saved.id, version: 2, status: 'DONE' })
    expect(await getOrder(context, { id: 'ORD-1' })).toEqual(again)
    const events = await home.query(`select subject_seq, data from events where type = 'order.saved' order by seq`)
    expect(events).toEqual([
      { subject_seq: 1, data: { status: 'PREPARING' } },
      { subject_seq: 2, data: { status: 'DONE' } },
    ])
  })

  it('never goes back', async () => {
    const context = home.contextOf()
    await saveOrder(context, { ...order, externalId: 'ORD-2', status: 'CANCELED' })
    for (const status of ['PREPARING', 'DONE']) {
      await expect(saveOrder(context, { ...order, externalId: 'ORD-2', status })).rejects.toMatchObject({
        code: 'conflict',
      })
    }
  })

  it('is found by either id, several at once', async () => {
    const context = home.contextOf()
    await saveOrder(context, { ...order, externalId: 'ORD-3' })
    const found = await lookUpOrders(context, ['ORD-3', 'nothing'])
    expect([...found.keys()]).toEqual(['ORD-3'])
  })

  it('needs its permission', async () => {
    const reader = home.contextOf(principalWith(['order:read']))
    await expect(saveOrder(reader, order)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
