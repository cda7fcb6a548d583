import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { openTestInstallation, type TestInstallation } from '../access/testing/test-installation-store.ts'
import { saveOrder } from '../orders/index.ts'
import { removeOldSupportMessages } from './index.ts'

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
})
afterAll(() => home.close())

it('forgets messages of the support pair after 30 days, in steps, and no other', async () => {
  const context = home.contextOf(systemPrincipal)
  const nowhere = { storeId: null, brand: null, region: null, serviceMode: null, customerId: null }
  const order = { ...nowhere, externalId: 'A-1', placedAt: context.now(), status: 'DONE', items: [] }
  const { id } = await saveOrder(context, order)
  await home.query(
    `insert into support_messages (workspace_id, sender_id, message_id, order_id, received_at)
     select $1, $2, 'message-' || number, $3,
       now() - case when number <= 1500 then interval '31 days' else interval '29 days' end
     from generate_series(1, 1503) as number`,
    [home.workspace.id, newId(), id],
  )
  expect(await removeOldSupportMessages(context)).toBe(1500)
  expect(await home.query('select count(*)::int as left from support_messages')).toEqual([{ left: 3 }])
  expect(await removeOldSupportMessages(context)).toBe(0)
})
