import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { openTestInstallation, type TestInstallation } from '../access/testing/test-installation-store.ts'
import { removeOldKeys } from './index.ts'

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
})
afterAll(() => home.close())

it('removes keys past their 24 hours, in steps, and no other', async () => {
  await home.query(
    `insert into idempotency_keys (workspace_id, principal_id, route, key, fingerprint, created_at)
     select $1, $2, 'POST /v1/tickets', 'key-' || number, '\\x00',
       now() - case when number <= 1500 then interval '24 hours' else interval '23 hours' end
     from generate_series(1, 1503) as number`,
    [home.workspace.id, newId()],
  )
  expect(await removeOldKeys(home.contextOf())).toBe(1500)
  expect(await home.query('select count(*)::int as left from idempotency_keys')).toEqual([{ left: 3 }])
})
