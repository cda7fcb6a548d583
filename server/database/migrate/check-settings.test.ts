import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded/start-embedded-postgres.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { checkSettings } from './check-settings.ts'
import { prepareRoles } from './prepare-roles.ts'

let folder = ''
let postgres: EmbeddedPostgres

/** Roles belong to the whole server, so these tests have one of their own. */
beforeAll(async () => {
  folder = await temporaryFolder('switchyard-settings-')
  postgres = await startEmbeddedPostgres({ dataFolder: join(folder, 'data'), log: () => undefined })
  await prepareRoles(postgres.ownerUrl, postgres)
})
afterAll(async () => {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

async function connected<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client(url)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

const asOwner = (statement: string) => connected(postgres.ownerUrl, (client) => client.query(statement))
const check = (url: string) => connected(url, checkSettings)

/** Server settings are read again when the server is told to; a new session may be a moment too early. */
async function withServerSetting(name: string, use: () => Promise<void>): Promise<void> {
  await asOwner(`alter system set ${name} = off`)
  try {
    await reloaded(name, 'off')
    await use()
  } finally {
    await asOwner(`alter system reset ${name}`)
    await reloaded(name, 'on')
  }
}

async function reloaded(name: string, value: string): Promise<void> {
  await asOwner('select pg_reload_conf()')
  await expect
    .poll(async () => (await asOwner(`select current_setting('${name}') as value`)).rows[0].value, { interval: 10 })
    .toBe(value)
}

describe('a prepared database', () => {
  it('is accepted without a warning', async () => {
    expect(await check(postgres.appUrl)).toEqual([])
    expect(await check(postgres.relayUrl)).toEqual([])
  })

  it.each(['fsync', 'full_page_writes'])('is refused with %s off', async (name) => {
    await withServerSetting(name, async () => {
      await expect(check(postgres.appUrl)).rejects.toMatchObject({
        code: 'unavailable',
        message: `PostgreSQL runs with ${name} = off, so an answered request could be lost; turn it on.`,
      })
    })
  })

  it('is refused when its role commits without waiting for the disk', async () => {
    await expect(check(`${postgres.appUrl}?options=-c%20synchronous_commit%3Doff`)).rejects.toThrow(
      /^PostgreSQL runs with synchronous_commit = off/,
    )
  })

  it('is refused over a role that passes row-level security, until its roles are prepared again', async () => {
    await expect(check(postgres.ownerUrl)).rejects.toThrow(/^Role switchyard_owner is a superuser/)
    await asOwner('alter role switchyard_app bypassrls')
    await expect(check(postgres.appUrl)).rejects.toThrow(/^Role switchyard_app has BYPASSRLS/)
    await asOwner('alter role switchyard_app superuser')
    await expect(check(postgres.appUrl)).rejects.toThrow(/^Role switchyard_app is a superuser/)
    await prepareRoles(postgres.ownerUrl, postgres)
    expect(await check(postgres.appUrl)).toEqual([])
  })

  it('is warned about when search would ignore letters outside ASCII', async () => {
    await asOwner(`create database plain template template0 lc_ctype 'C'`)
    const plain = (url: string) => url.replace(/\/switchyard$/, '/plain')
    expect(await check(plain(postgres.appUrl))).toEqual([])
    await connected(plain(postgres.ownerUrl), (client) => client.query('create extension pg_trgm'))
    expect(await check(plain(postgres.appUrl))).toEqual([expect.stringMatching(/LC_CTYPE C/)])
  })
})

describe('preparing the roles', () => {
  it('gives them the passwords told, and no rights beyond signing in', async () => {
    await prepareRoles(postgres.ownerUrl, { appPassword: `a'b"c\\d`, relayPassword: 'other' })
    const url = new URL(postgres.appUrl)
    url.password = encodeURIComponent(`a'b"c\\d`)
    const { rows } = await connected(url.href, (client) =>
      client.query(`select rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles
                    where rolname in ('switchyard_app', 'switchyard_relay')`),
    )
    const role = { rolsuper: false, rolbypassrls: false, rolinherit: false, rolcreaterole: false, rolcreatedb: false }
    expect(rows).toEqual([
      { ...role, rolcanlogin: true },
      { ...role, rolcanlogin: true },
    ])
    await prepareRoles(postgres.ownerUrl, postgres)
  })

  it('gives an ordinary role of another name the rights of the service', async () => {
    await asOwner(`create role "other-app" login noinherit password 'other'`)
    const url = postgres.appUrl.replace(/\/\/.*@/, '//other-app:other@')
    const mayServe = () =>
      connected(url, (client) =>
        client.query(`select pg_has_role(current_user, 'switchyard_app', 'usage') as yes`),
      ).then(({ rows }) => rows[0].yes)
    expect(await mayServe()).toBe(false)
    await prepareRoles(postgres.ownerUrl, { ...postgres, appRole: 'other-app' })
    expect(await mayServe()).toBe(true)
    await expect(prepareRoles(postgres.ownerUrl, { ...postgres, appRole: 'nobody' })).rejects.toThrow(/nobody/)
    await prepareRoles(postgres.ownerUrl, postgres)
  })

  it('works for an operator who is no superuser and may create roles', async () => {
    await asOwner(`create role operator login createrole password 'operator'`)
    await asOwner('grant switchyard_app, switchyard_relay to operator with admin option')
    await prepareRoles(postgres.ownerUrl.replace(/\/\/.*@/, '//operator:operator@'), postgres)
    expect(await check(postgres.appUrl)).toEqual([])
  })

  it('may be done by several starts at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => prepareRoles(postgres.ownerUrl, postgres)))
    expect(await check(postgres.appUrl)).toEqual([])
  })
})
