import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../database/testing/create-test-database.ts'
import { openTestInstallation, type TestInstallation } from '../access/testing/test-installation-store.ts'

/**
 * What is found stretch by stretch, held against looking at every document: documents of a few minutes, of hours in which
 * hardly any came, and of months.
 */
const documents = 24_000
const aboveAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
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
     select $1, one.id, to_tsvector('switchyard_simple', concat_ws(' ',
         case when place % 2 = 0 then 'half' end, case when place % 3 = 0 then 'third' else 'thirsty' end,
         case when place % 40 = 7 then 'half third' end, case when place % 2000 = 11 then 'third half' end,
         case when place % 150 = 9 then 'seldom' end, case when place % 5000 = 13 then 'hardly' end,
         'bulk' || place % 700))
       || array_to_tsvector(array(select search_span(one.id, bits) from generate_series(17, 29, 3) as bits))
     from generate_series(1, ${documents}) as place
     cross join lateral (
       select overlay(search_id(case
           when place <= 8000 then 1788000000000 + place * 31::bigint
           when place <= 8100 then 1787300000000 + (place - 8000) * 3600000::bigint
           else 1780000000000 + (place * 7919) % ${documents} * 300000::bigint end)::text placing right(md5(place::text), 12) from 25)::uuid as id
     ) as one`,
    [home.workspace.id],
  )
  await client.query('vacuum analyze search_documents')
}, 60_000)
afterAll(async () => {
  await client.end()
  await home?.close()
})

const wantedOnes = [
  'half',
  'half & third',
  'half <-> third',
  'third <-> half',
  'third <-> bulk5',
  'thirs:*',
  'bulk12:*',
  'seldom',
  'sel:*',
  'hardly',
  'hard:*',
  'half & hardly',
  'half & !third',
  'seldom | hardly',
  'nobody',
]

async function ids(text: string, values: readonly unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(text, [...values])
  return rows.map((row) => row.id)
}

describe('documents below an id, newest first', () => {
  it.each(wantedOnes)('are all that match `%s`, page by page', async (wanted) => {
    const truth = await ids(
      `select ticket_id as id from search_documents
       where (words @@ to_tsquery('switchyard_simple', $1)) is true order by ticket_id desc`,
      [wanted],
    )
    for (const [most, looked] of [
      [31, 300],
      [1_000, 300],
      [7, 1],
    ] as const) {
      let below = aboveAll
      const upTo = Math.min(truth.length, 12 * most)
      for (let at = 0; at <= upTo; at += most) {
        const page = await ids(
          `select id from find_documents(to_tsquery('switchyard_simple', $1), $2, $3, $4) as found (id)`,
          [wanted, below, most, looked],
        )
        expect(page).toEqual(truth.slice(at, at + most))
        below = page.at(-1) ?? below
      }
    }
  })
})

describe('the spans between two ids', () => {
  it('are few, and hold every document between them', async () => {
    const { rows } = await client.query<{ held: string; all: string; spans: number }>(
      `with edges as (
         select least(a.ticket_id::text, b.ticket_id::text)::uuid as lower_id, greatest(a.ticket_id::text, b.ticket_id::text)::uuid as upper_id
         from (select ticket_id, row_number() over (order by md5(ticket_id::text)) from search_documents) as a (ticket_id, place)
         join (select ticket_id, row_number() over (order by md5('b' || ticket_id)) from search_documents) as b (ticket_id, place)
           using (place)
         where place <= 12)
       select count(*) filter (where document.words @@ search_spans(lower_id, upper_id)) as held, count(*) as all,
         (length(search_spans(lower_id, upper_id)::text) - length(replace(search_spans(lower_id, upper_id)::text, '~', '')))
           as spans
       from edges
       join search_documents as document on document.ticket_id between lower_id and upper_id
       group by lower_id, upper_id`,
    )
    expect(rows).toHaveLength(12)
    for (const { held, all, spans } of rows) {
      expect(held).toBe(all)
      expect(spans).toBeLessThanOrEqual(32)
    }
  })
})

describe('what the index is asked by', () => {
  it('names each way of writing words once', async () => {
    const { rows } = await client.query<{ asked: string }>(
      `select search_query(array['''email session''', 'refunds'], array['''=email session''']) as asked`,
    )
    expect(rows[0]?.asked.split(' | ').toSorted()).toEqual([
      `'=email session'`,
      `'email' <-> 'session'`,
      `'refund'`,
      `'refunds'`,
    ])
  })

  it('is nothing where there is no word', async () => {
    const { rows } = await client.query<{ asked: string }>(
      `select search_query(array['''?!''']::text[], '{}') as asked`,
    )
    expect(rows[0]?.asked).toBe('')
  })
})
