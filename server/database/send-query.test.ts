import { getHeapSpaceStatistics } from 'node:v8'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendQuery } from './send-query.ts'
import { createTestDatabase } from './testing/create-test-database.ts'

const database = await createTestDatabase()
const client = new pg.Client({ connectionString: database.appUrl, pipeline: true })
beforeAll(() => client.connect())
afterAll(async () => {
  await client.end()
  await database.drop()
})

const oldBytes = () =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0

describe('a query that is sent', () => {
  it('gives its rows, and those sent together in their order', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((number) => sendQuery(client, { text: 'select $1::int as number', values: [number] })),
    )
    expect(answers.map(({ rows }) => rows)).toEqual([[{ number: 1 }], [{ number: 2 }], [{ number: 3 }]])
  })

  it('is refused with what the database says, and a stack that leads to who asked', async () => {
    async function askForNothing() {
      await sendQuery(client, { text: 'select nothing' })
    }
    const error = await askForNothing().catch((failure: unknown) => failure)
    expect(error).toMatchObject({ code: '42703' })
    expect((error as Error).stack).toContain('askForNothing')
    expect((await sendQuery(client, { text: 'select 1 as one' })).rows).toEqual([{ one: 1 }])
  })

  it('leaves nothing behind that outlives its answer', async () => {
    const query = { text: `select number, repeat('x', 200) as text from generate_series(1, 100) as number` }
    for (let turn = 0; turn < 300; turn++) await sendQuery(client, query)
    const before = oldBytes()
    let most = 0
    for (let turn = 0; turn < 3_000; turn++) {
      await sendQuery(client, query)
      most = Math.max(most, oldBytes() - before)
    }
    expect(most / 1e6).toBeLessThan(10)
  })
})
