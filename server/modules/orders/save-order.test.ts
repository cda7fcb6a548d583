import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId, newId } from '../../platform/ids.ts'
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

  it('belongs to a customer who is there', async () => {
    const context = home.contextOf()
    const customerId = newId()
    // A name of the caller's own may look like our id and still be somebody else's.
    await home.query('insert into customers (workspace_id, id, external_id) values ($1, $2, $3)', [
      home.workspace.id,
      newId(),
      encodeId('customer', customerId),
    ])
    await expect(saveOrder(context, { ...order, externalId: 'ORD-4', customerId })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ pointer: '/customerId', code: 'unknown_customer' }],
    })
    expect(await getOrder(context, { id: 'ORD-4' })).toBeNull()
  })

  it('is saved only over the version that is expected', async () => {
    const context = home.contextOf()
    const saved = await saveOrder(context, { ...order, externalId: 'ORD-5' })
    const versions = (version: number) => new Map([[encodeId('order', saved.id), version]])
    const save = (version: number) => saveOrder(context, { ...order, externalId: 'ORD-5' }, versions(version))
    await expect(save(2)).rejects.toMatchObject({ code: 'version_mismatch' })
    expect(await save(1)).toMatchObject({ version: 2 })
    const absent = saveOrder(context, { ...order, externalId: 'ORD-6' }, versions(1))
    await expect(absent).rejects.toMatchObject({ code: 'version_mismatch' })
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
