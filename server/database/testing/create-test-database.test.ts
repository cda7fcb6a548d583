import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'

import { createTestDatabase } from './create-test-database.ts'

const first = await createTestDatabase()
const second = await createTestDatabase()
afterAll(async () => {
  await first.drop()
  await second.drop()
})

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

describe('a test database', () => {
  it('is reached by the three roles under their own names', async () => {
    const roles = await Promise.all(
      [first.appUrl, first.relayUrl, first.ownerUrl].map((url) => ask(url, 'select current_user as role')),
    )
    expect(roles.flat()).toEqual([
      { role: 'switchyard_app' },
      { role: 'switchyard_relay' },
      { role: 'switchyard_owner' },
    ])
  })

  it('holds nothing of another one', async () => {
    await ask(first.ownerUrl, 'create table only_here (id int)')
    const here = `select to_regclass('only_here') is not null as found`
    expect(await ask(first.ownerUrl, here)).toEqual([{ found: true }])
    expect(await ask(second.ownerUrl, here)).toEqual([{ found: false }])
  })

  it('is gone after drop, even while someone is connected', async () => {
    const dropped = await createTestDatabase()
    const client = new Client(dropped.appUrl)
    const ended = new Promise((resolve) => client.on('error', resolve))
    await client.connect()
    await dropped.drop()
    await ended
    await expect(ask(dropped.ownerUrl, 'select 1')).rejects.toThrow(/does not exist/)
  })
})
