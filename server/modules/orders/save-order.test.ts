import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeId, newId } from '../../platform/ids.ts'
import {
  openTestInstallation,
  principalWith,
  type TestInstallation,
} from '../access/testing/test-installation-store.ts'
import { getOrder, listCustomerOrders, lookUpOrders, saveOrder } from './index.ts'

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

  it('never goes back either when two register it at once', async () => {
    const context = home.contextOf()
    for (let round = 0; round < 10; round += 1) {
      const named = { ...order, externalId: `ORD-race-${round}` }
      await Promise.allSettled(['DONE', 'CREATED', 'PRICED'].map((status) => saveOrder(context, { ...named, status })))
      expect(await getOrder(context, { id: named.externalId })).toMatchObject({ status: 'DONE' })
    }
  })

  it('has an id of its provider, which no other order has, and who fulfils it', async () => {
    const context = home.contextOf()
    const agent = { type: 'driver', person: { name: 'Rui', skills: [{ code: 'scooter' }] }, rating: '4.6' }
    const saved = await saveOrder(context, { ...order, externalId: 'ORD-7', providerId: 'DD-7', agent })
    expect(await getOrder(context, { id: 'DD-7' })).toEqual(saved)
    expect(saved).toMatchObject({ providerId: 'DD-7', agent })
    const taken = saveOrder(context, { ...order, externalId: 'ORD-8', providerId: 'DD-7' })
    await expect(taken).rejects.toMatchObject({ code: 'invalid', fields: [{ pointer: '/providerId', code: 'taken' }] })
    // Where one key means two orders, it is the one that is called so by us.
    await saveOrder(context, { ...order, externalId: 'DD-7' })
    expect(await getOrder(context, { id: 'DD-7' })).toMatchObject({ externalId: 'DD-7' })
    expect(await saveOrder(context, { ...order, externalId: 'ORD-7' })).toMatchObject({ providerId: null, agent: null })
  })

  it('has an id of its provider that no other one gets at the same moment', async () => {
    const context = home.contextOf()
    for (let round = 0; round < 10; round += 1) {
      const providerId = `DD-race-${round}`
      const named = ['a', 'b'].map((end) => ({ ...order, externalId: `ORD-DD-${round}-${end}`, providerId }))
      if (round % 2 === 1)
        for (const one of named) await saveOrder(context, { ...one, providerId: null, status: 'CREATED' })
      const saved = await Promise.allSettled(named.map((one) => saveOrder(context, one)))
      expect(saved.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(saved.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'invalid', fields: [{ pointer: '/providerId', code: 'taken' }] },
      })
    }
  })

  it('may name a customer who has never asked for anything, and names the same one again', async () => {
    const context = home.contextOf()
    const named = { ...order, customerKey: 'guest-9' }
    const saved = await Promise.all(
      ['ORD-9', 'ORD-10'].map((externalId) => saveOrder(context, { ...named, externalId })),
    )
    expect(saved[0]?.customerId).toEqual(expect.any(String))
    expect(saved[1]?.customerId).toBe(saved[0]?.customerId)
    const page = { customerId: saved[0]?.customerId ?? '', before: null, limit: 10 }
    const latest = await listCustomerOrders(context, page)
    expect(latest.map(({ externalId }) => externalId).toSorted()).toEqual(['ORD-10', 'ORD-9'])
    const unknown = saveOrder(context, { ...named, externalId: 'ORD-11', customerKey: encodeId('customer', newId()) })
    await expect(unknown).rejects.toMatchObject({ fields: [{ pointer: '/customerId', code: 'unknown_customer' }] })
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
