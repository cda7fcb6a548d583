import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../database/testing/create-test-database.ts'
import { openTestInstallation, type TestInstallation } from '../access/testing/test-installation-store.ts'

/** Words of which the planner knows nothing, among documents of which all say one, many another and few a third. */
const documents = 24_000
const database = await createTestDatabase()
const client = new Client(database.ownerUrl)

let home: TestInstallation | undefined
beforeAll(async () => {
  home = await openTestInstallation(database)
  await client.connect()
  await client.query(`select set_config('app.workspace', $1, false)`, [home.workspace.id])
  // Documents without tickets.
  await client.query('set session_replication_role = replica')
  await client.query(
    `insert into search_documents (workspace_id, ticket_id, words)
     select $1, uuidv7(),
       setweight(to_tsvector('switchyard_en', concat_ws(' ', 'payments',
         case when place % 3 = 0 then 'thirds' end, case when place = 17 then 'once' end)), 'C')
       || setweight(to_tsvector('switchyard_en', 'whispered'), 'D')
     from generate_series(1, ${documents}) as place`,
    [home.workspace.id],
  )
  await client.query('vacuum analyze search_documents')
}, 60_000)
afterAll(async () => {
  await client.end()
  await home?.close()
})

const unsaid = Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => `wombat${letter}`)
const text = 'select find_unsaid_words($1::text[]) as word'

describe('words that no document says where everybody may read it', () => {
  it('are told from those that all, many or one do, as they are spelt or by their stem', async () => {
    const words = ['payment', 'payments', 'third', 'once', 'one', 'whispered', 'numbat', "it's", '']
    const { rows } = await client.query<{ word: string }>(text, [words])
    expect(rows.map(({ word }) => word)).toEqual(['one', 'whispered', 'numbat'])
  })

  it('are found without reading documents one by one', async () => {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `explain (analyze, buffers, format json) ${text}`,
      [unsaid],
    )
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    expect(plan?.['Actual Rows']).toBe(unsaid.length)
    expect((plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)).toBeLessThan(5_000)
  })
})
