import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from './pool.ts'
import { sql } from './query.ts'
import { createTestDatabase } from './testing/create-test-database.ts'
import { inTransaction } from './transaction.ts'

const database = await createTestDatabase()
const owner = new Client(database.ownerUrl)
const pool = openPool({ url: database.appUrl, size: 2, name: 'reads', onConnectionLost: () => {} })
beforeAll(async () => {
  await owner.connect()
  await owner.query('create table moments (n int); grant select on moments to switchyard_app')
})
afterAll(async () => {
  await pool.end()
  await owner.end()
  await database.drop()
})

/** How many rows two statements of one transaction see, while another row is committed between them. */
const seenTwice = (asOne: boolean) =>
  inTransaction(pool, { workspaceId: null, readOnly: true, asOne }, async (tx) => {
    const before = await tx.rows(sql`select n from moments`)
    await owner.query('insert into moments values (1)')
    const after = await tx.rows(sql`select n from moments`)
    return [before.length, after.length]
  })

describe('what only reads', () => {
  it('sees with each statement what is committed by then, or one moment with all of them', async () => {
    expect(await seenTwice(false)).toEqual([0, 1])
    expect(await seenTwice(true)).toEqual([1, 1])
  })
})
