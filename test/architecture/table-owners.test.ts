import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './planted-tree.ts'
import { readSources } from './read-sources.ts'
import { findOwnerFaults, findWrites, sharedWrites, tableOwners } from './table-owners.ts'

const sources = await readSources('server')

describe('the owner of a table (R8)', () => {
  it('is the only module that changes it', () => {
    expect(sources.length).toBeGreaterThan(300)
    expect(findOwnerFaults(sources)).toEqual([])
  })

  it('is known for every table of the migrations', async () => {
    const names = (await readdir(join(root, 'server/migrations'))).toSorted()
    const texts = await Promise.all(names.map((name) => readFile(join(root, 'server/migrations', name), 'utf8')))
    const named = (verb: string) =>
      [...texts.join('\n').matchAll(new RegExp(`^${verb} table (\\w+)`, 'gm'))].map(([, name = '']) => name)
    const dropped = new Set(named('drop'))
    const tables = named('create').filter((name) => !dropped.has(name))
    expect(tables.toSorted()).toEqual(Object.values(tableOwners).flat().toSorted())
  })

  it('has no exception that nobody needs any more', () => {
    const idle = sharedWrites.flatMap(({ path, tables }) => {
      const writes = findWrites(sources.find((file) => file.path === path)?.text ?? '')
      return tables.filter((table) => !writes.includes(table)).map((table) => `${path}: ${table}`)
    })
    expect(idle).toEqual([])
  })

  it.for([
    ['an insert', 'insert into tickets (id) values (1)'],
    ['an update', 'with seen as (select 1) update\n  tickets set x = 1'],
    ['a removal', 'delete from only tickets where true'],
    ['a builder', `tx.updateTable('tickets').set({})`],
  ] as const)('is told of %s elsewhere', ([, text]) => {
    const path = 'server/modules/customers/planted-store.ts'
    expect(findOwnerFaults([{ path, text }])).toEqual([`${path} changes tickets, which tickets owns`])
  })

  it('is told of a table that only the running program knows', () => {
    const path = 'server/modules/tickets/planted-store.ts'
    expect(findOwnerFaults([{ path, text: 'delete from ${table} where true' }])).toEqual([
      `${path} changes a table that only the running program knows`,
    ])
  })

  it('is told of a change outside its stores', () => {
    const path = 'server/modules/tickets/close-ticket.ts'
    const text = 'update tickets set status = 1'
    expect(findOwnerFaults([{ path, text }])).toEqual([`${path} changes tickets, but is no store`])
  })
})

describe('every module', () => {
  it.for(Object.entries(tableOwners))('%s says in its README which tables it owns', async ([module, tables]) => {
    const readme = await readFile(join(root, 'server/modules', module, 'README.md'), 'utf8')
    expect(tables.filter((table) => !readme.includes(`\`${table}\``))).toEqual([])
  })
})
