import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../database/testing/create-test-database.ts'
import { createWorkspace } from '../access/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { indexAll } from './testing/index-all.ts'

/**
 * The functions that read documents and words with the owner's rights, asked as somebody would who has got hold of the
 * service's own connection.
 */
const database = await createTestDatabase()
const connected: Client[] = []
let desk: Desk
let otherId = ''

beforeAll(async () => {
  desk = await openDesk(undefined, database)
  for (const issueSummary of ['Only here a bandicoot', 'Newer']) await desk.ticket({ issueSummary })
  await indexAll(desk.home, desk.home.contextOf())
  const other = await createWorkspace(desk.home.here, { slug: 'other', name: 'Other', purpose: 'live' })
  otherId = other.id
})
afterAll(async () => {
  for (const client of connected) await client.end()
  await desk.close()
})

async function connect(url: string): Promise<Client> {
  const client = new Client(url)
  await client.connect()
  connected.push(client)
  return client
}

const documents = `select find_documents(to_tsquery('switchyard_en', 'bandicoot'), 'ffffffff-ffff-ffff-ffff-ffffffffffff', 10, 10)`
const everywhere = `select find_documents(to_tsquery('switchyard_en', 'bandicoot'), 'ffffffff-ffff-ffff-ffff-ffffffffffff', 10, 1)`
const words = `select word from find_like_words('bandicot', 10)`
const unsaid = `select find_unsaid_words(array['bandicoot', 'numbat'])`
const asked = [documents, everywhere, words]

async function found(client: Client, text: string): Promise<number> {
  return (await client.query(text)).rowCount ?? 0
}

describe('functions with the rights of the owner', () => {
  it('give what the workspace of the transaction has', async () => {
    const client = await connect(database.appUrl)
    await client.query(`select set_config('app.workspace', $1, false)`, [desk.home.workspace.id])
    for (const text of asked) expect([text, await found(client, text)]).toEqual([text, 1])
    expect((await client.query(unsaid)).rows).toEqual([{ find_unsaid_words: 'numbat' }])
  })

  it('give nothing of another workspace, nor without one', async () => {
    const client = await connect(database.appUrl)
    for (const workspace of [otherId, '']) {
      await client.query(`select set_config('app.workspace', $1, false)`, [workspace])
      for (const text of asked) expect([text, await found(client, text)]).toEqual([text, 0])
      // Of a word that only others have it says what it says of one that nobody has.
      expect(await found(client, unsaid)).toBe(2)
    }
  })

  it('keep to their own tables and operators, whatever the caller puts in the way', async () => {
    const client = await connect(database.appUrl)
    await client.query(`select set_config('app.workspace', $1, false)`, [otherId])
    await client.query(`
      create temp table search_documents (workspace_id uuid, ticket_id uuid, words tsvector);
      create temp table search_words (workspace_id uuid, word text, documents integer);
      create function pg_temp.current_workspace() returns uuid language sql as $$ select '${desk.home.workspace.id}'::uuid $$;
      create function pg_temp.similarity(text, text) returns real language sql as $$ select 1::real $$;
      insert into search_documents values ('${otherId}', '${otherId}', 'bandicoot');
      insert into search_words values ('${otherId}', 'bandicoot', 1)`)
    await client.query('set search_path = pg_temp, public')
    for (const text of asked) {
      const plain = text.replaceAll(/(find_\w+)\(/g, 'public.$1(').replace("'switchyard_en'", "'public.switchyard_en'")
      expect([text, await found(client, plain)]).toEqual([text, 0])
    }
  })

  it('may be called by the service alone, which can make nothing in their schema', async () => {
    const relay = await connect(database.relayUrl)
    await relay.query(`select set_config('app.workspace', $1, false)`, [desk.home.workspace.id])
    for (const text of [...asked, unsaid]) await expect(relay.query(text)).rejects.toMatchObject({ code: '42501' })
    const app = await connect(database.appUrl)
    await expect(app.query('create function public.planted() returns int language sql return 1')).rejects.toMatchObject(
      {
        code: '42501',
      },
    )
  })

  it('take what they are asked for words, never for a query or a statement', async () => {
    const client = await connect(database.appUrl)
    await client.query(`select set_config('app.workspace', $1, false)`, [desk.home.workspace.id])
    const odd = [`x'); drop table search_words; --`, 'a & b | !c', `'`, '\\', 'bandicoot:*', '', ' '.repeat(3)]
    for (const word of odd) {
      const { rows } = await client.query('select find_unsaid_words($1::text[])', [[word]])
      expect([word, rows]).toEqual([word, []])
      await client.query('select * from find_like_words($1, 5)', [word])
    }
    expect(await found(client, words)).toBe(1)
  })

  it('leave no setting behind for the statements that follow', async () => {
    const client = await connect(database.appUrl)
    await client.query(`select set_config('app.workspace', $1, false)`, [desk.home.workspace.id])
    await client.query('begin')
    await client.query(words)
    const { rows } = await client.query(
      `select current_setting('pg_trgm.similarity_threshold') as likeness, current_setting('enable_seqscan') as scans`,
    )
    await client.query('rollback')
    expect(rows).toEqual([{ likeness: '0.3', scans: 'on' }])
  })
})
