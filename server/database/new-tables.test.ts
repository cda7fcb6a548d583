import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from './testing/create-test-database.ts'

const database = await createTestDatabase()
const owner = new Client(database.ownerUrl)
beforeAll(() => owner.connect())
afterAll(async () => {
  await owner.end()
  await database.drop()
})

const expectations = `
  select class.relname as name, known.n_distinct as workspaces
  from pg_class as class
  join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attname = 'workspace_id'
  left join pg_stats as known
    on known.schemaname = 'public' and known.tablename = class.relname and known.attname = 'workspace_id'
  where class.relkind = 'r' and class.relnamespace = 'public'::regnamespace`

describe('a table that nobody has analysed', () => {
  it('is known to hold few workspaces, each partition of the log as well', async () => {
    const { rows } = await owner.query<{ name: string; workspaces: number | null }>(expectations)
    expect(rows.length).toBeGreaterThan(80)
    expect(rows.filter(({ name }) => name.startsWith('events_')).length).toBeGreaterThan(6)
    expect(rows.filter(({ workspaces }) => workspaces === null)).toEqual([])
  })

  it('keeps what was learnt of it', async () => {
    await owner.query(
      'create table learnt (workspace_id uuid not null, id uuid not null, primary key (workspace_id, id))',
    )
    await owner.query('insert into learnt select gen_random_uuid(), gen_random_uuid() from generate_series(1, 40)')
    await owner.query('analyze learnt')
    await owner.query(`call protect_tenant_table('learnt')`)
    const { rows } = await owner.query<{ name: string; workspaces: number }>(
      `${expectations} and class.relname = 'learnt'`,
    )
    expect(rows).toEqual([{ name: 'learnt', workspaces: -1 }])
  })

  it('is read by the whole key where a statement is planned once for all values', async () => {
    const app = new Client(database.appUrl)
    await app.connect()
    try {
      await app.query('set enable_seqscan = off')
      const { rows } = await app.query<{ 'QUERY PLAN': string }>(`
        explain (generic_plan)
        select chat.id, task.state, ticket.number, customer.name, agent.name
        from chat_sessions as chat
        join tasks as task on task.workspace_id = chat.workspace_id and task.id = chat.task_id
        join tickets as ticket on ticket.workspace_id = chat.workspace_id and ticket.id = chat.ticket_id
        join customers as customer on customer.workspace_id = chat.workspace_id and customer.id = ticket.customer_id
        left join agents as agent on agent.workspace_id = task.workspace_id and agent.id = task.agent_id
        where chat.workspace_id = $1::uuid and chat.id = $2::uuid`)
      const conditions = rows.map((row) => row['QUERY PLAN']).filter((line) => line.includes('Index Cond'))
      expect(conditions).toHaveLength(5)
      for (const condition of conditions) expect(condition).toMatch(/workspace_id = \$1\) AND \(id = /)
    } finally {
      await app.end()
    }
  })
})
