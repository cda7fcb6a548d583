import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { encodeId } from '../../platform/ids.ts'
import { getCustomer, listCustomers, updateCustomer } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

describe('a customer', () => {
  it('is made by the first ticket with what the request tells, and brought up to date by later ones', async () => {
    const told = { name: 'Sofía Herrera', email: ' Sofia@Example.com ', phone: '+34 600-000-000', language: 'es' }
    const first = await desk.ticket({ customerId: 'c-1', customer: told })
    expect(first.customer).toMatchObject({ externalId: 'c-1', name: 'Sofía Herrera' })
    const again = await desk.ticket({ customerId: 'c-1', customer: { ...told, name: 'Sofía H.', tier: 'gold' } })
    expect(again.customer).toMatchObject({ id: first.customer.id, name: 'Sofía H.' })
    const customer = await getCustomer(desk.context, { customerId: first.customer.id })
    expect(customer).toMatchObject({ tier: 'gold', language: 'es', version: 2 })
    expect(customer?.contacts.map((contact) => contact.value)).toEqual(['sofia@example.com', '+34600000000'])
  })

  it('is left alone when a request tells nothing new', async () => {
    const first = await desk.ticket({ customerId: 'c-2', customer: { name: 'Ana' } })
    await desk.ticket({ customerId: 'c-2', customer: { name: 'Ana' } })
    expect((await getCustomer(desk.context, { customerId: first.customer.id }))?.version).toBe(1)
  })

  it('may be named by our own id', async () => {
    const first = await desk.ticket({ customerId: 'c-3' })
    const second = await desk.ticket({ customerId: encodeId('customer', first.customer.id) })
    expect(second.customer.id).toBe(first.customer.id)
  })

  it('is found by name, contact or own id, and changed field by field', async () => {
    const { customer } = await desk.ticket({
      customerId: 'c-4',
      customer: { name: 'Kenji', email: 'kenji@example.com' },
    })
    for (const q of ['c-4', 'kenj', 'KENJI@example.com']) {
      const found = await listCustomers(desk.context, { q, before: null, limit: 5 })
      expect([q, found.map((one) => one.id)]).toEqual([q, [customer.id]])
    }
    const changed = await updateCustomer(desk.context, {
      customerId: customer.id,
      details: { email: null, attributes: { vip: true } },
    })
    expect(changed).toMatchObject({ name: 'Kenji', contacts: [], attributes: { vip: true } })
    const told = await desk.home.query<{ data: object }>(
      `select data from events where subject_id = $1 and type = 'customer.updated'`,
      [customer.id],
    )
    expect(told.at(-1)?.data).toEqual({
      changed: ['email', 'attributes'],
      values: [
        { name: 'email', from: 'redacted', to: null },
        { name: 'attributes', from: null, to: 'redacted' },
      ],
    })
  })

  it('is changed only at the version that is expected', async () => {
    const { customer } = await desk.ticket({ customerId: 'c-6' })
    const change = { customerId: customer.id, details: { name: 'Kenji' } }
    const stale = updateCustomer(desk.context, { ...change, expectedVersion: 7 })
    await expect(stale).rejects.toMatchObject({ code: 'version_mismatch', details: { currentVersion: 1 } })
    expect(await updateCustomer(desk.context, { ...change, expectedVersion: 1 })).toMatchObject({ version: 2 })
  })

  it('is not there for a stranger, and not changed without the permission', async () => {
    const { customer } = await desk.ticket({ customerId: 'c-5' })
    const absent = '01900000-0000-7000-8000-000000000000'
    expect(await updateCustomer(desk.context, { customerId: absent, details: { name: 'x' } })).toBeNull()
    const reader = desk.home.contextOf(principalWith(['customer:read']))
    const change = { customerId: customer.id, details: { name: 'x' } }
    await expect(updateCustomer(reader, change)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
