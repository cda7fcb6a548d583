import { Client } from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../server/database/testing/create-test-database.ts'
import { findFunctionFaults, findRightFaults, findRoleFaults } from './catalogue-rights.ts'
import { findTableFaults } from './catalogue.ts'

const database = await createTestDatabase()
const client = new Client(database.ownerUrl)
await client.connect()
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** Changes the database, looks, and takes the change back. */
async function planted(statements: string, look: (client: Client) => Promise<string[]>): Promise<string[]> {
  await client.query('begin')
  try {
    await client.query(statements)
    return await look(client)
  } finally {
    await client.query('rollback')
  }
}

describe('the catalogue of the migrated database', () => {
  it('keeps the workspaces apart in every table', async () => expect(await findTableFaults(client)).toEqual([]))
  it('has no function that lends its rights', async () => expect(await findFunctionFaults(client)).toEqual([]))
  it('grants no more than is needed', async () => expect(await findRightFaults(client)).toEqual([]))
  it('gives the service roles nothing that passes row security', async () => {
    expect(await findRoleFaults(client, ['switchyard_app', 'switchyard_relay'])).toEqual([])
  })
})

describe('the check of tables', () => {
  it('reports a tenant table that nothing protects', async () => {
    const faults = await planted('create table planted (workspace_id uuid, id uuid primary key)', findTableFaults)
    expect(faults).toEqual([
      'planted does not force row security',
      'planted has other policies than the one of the workspace',
      'planted has a unique key (id) that does not start with workspace_id',
    ])
  })

  it('reports a reference that could cross workspaces', async () => {
    const faults = await planted(
      `create table planted_parent (workspace_id uuid, id uuid unique, primary key (workspace_id, id));
       create table planted_child (workspace_id uuid, id uuid, parent uuid references planted_parent (id),
         primary key (workspace_id, id));
       call protect_tenant_table('planted_parent');
       call protect_tenant_table('planted_child')`,
      findTableFaults,
    )
    expect(faults).toEqual([
      'planted_child refers to planted_parent by planted_child_parent_fkey without workspace_id',
      'planted_parent has a unique key (id) that does not start with workspace_id',
    ])
  })

  it.for([
    [
      'a table of no workspace that nobody listed',
      'create table planted (id uuid primary key)',
      'planted has no workspace_id',
    ],
    ['row security that its owner passes', 'alter table tickets no force row level security', 'tickets does not force'],
    ['a second, wider policy', 'create policy wide on tickets using (true)', 'tickets has other policies'],
    [
      'an owner that reads what no search is made in',
      'create policy finder on customers for select to current_user using (true)',
      'customers has other policies',
    ],
    [
      'a policy of the owner that is widened to the service',
      'alter policy finder on search_documents to current_user, switchyard_app',
      'search_documents has other policies',
    ],
    ['a view', 'create view planted as select * from tickets', 'planted is no plain table'],
    ['a listed table that is gone', 'alter table chores rename to jobs', 'chores is listed'],
  ] as const)('reports %s', async ([, statements, words]) => {
    expect((await planted(statements, findTableFaults)).join('\n')).toContain(words)
  })
})

describe('the check of rights', () => {
  it.for([
    ['a right of everybody', 'grant select on customers to public', 'everybody has SELECT on customers'],
    [
      'contents for the relay',
      'grant select (body) on deliveries to switchyard_relay',
      'the relay reads body of deliveries',
    ],
    ['a relay that writes', 'grant update on timers to switchyard_relay', 'the relay has UPDATE on timers'],
    ['facts that can be changed', 'grant update on events to switchyard_app', 'the service has UPDATE on events'],
    ['a right to empty tables', 'grant truncate on tickets to switchyard_app', 'the service has TRUNCATE on tickets'],
    [
      'a right on one month alone',
      `create table events_planted partition of events for values from ('1999-01-01') to ('1999-02-01');
       grant select on events_planted to switchyard_app`,
      'switchyard_app has SELECT on events_planted',
    ],
  ] as const)('reports %s', async ([, statements, words]) => {
    expect((await planted(statements, findRightFaults)).join('\n')).toContain(words)
  })

  it('reports functions that lend their rights', async () => {
    const body = `returns void language sql security definer as $$ select 1 $$`
    expect(await planted(`create function planted() ${body}`, findFunctionFaults)).toEqual([
      'planted() is security definer without a search_path',
      'planted() is security definer and everybody may call it',
    ])
  })

  it('reports roles that pass row security', async () => {
    const look = (from: Client) => findRoleFaults(from, ['planted_role', 'absent_role'])
    const statements = `create role planted_role bypassrls; grant switchyard_app to planted_role;
      create table planted (id uuid); alter table planted owner to planted_role`
    expect(await planted(statements, look)).toEqual([
      'absent_role does not exist',
      'planted_role has attributes that pass row security or make roles that do',
      'planted_role owns 1 tables, and so their policies',
      'planted_role is a member of switchyard_app',
    ])
  })
})
