import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { openTestInstallation, type TestInstallation } from '../access/testing/test-installation-store.ts'
import { removeOldShowings } from './index.ts'

let home: TestInstallation
beforeAll(async () => {
  home = await openTestInstallation()
})
afterAll(() => home.close())

it('forgets after three years what was shown before chats, in steps, and nothing younger', async () => {
  const context = home.contextOf(systemPrincipal)
  await home.query(
    `insert into article_showings (workspace_id, visit, article, channel, shown_at)
     select $1, 'visit-' || number, 'missing-deposit', 'home.live-chat',
       now() - case when number <= 1500 then interval '1100 days' else interval '1090 days' end
     from generate_series(1, 1503) as number`,
    [home.workspace.id],
  )
  expect(await removeOldShowings(context)).toBe(1500)
  expect(await home.query('select count(*)::int as left from article_showings')).toEqual([{ left: 3 }])
  expect(await removeOldShowings(context)).toBe(0)
})
