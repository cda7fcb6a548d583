import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  authenticateSession,
  authenticateToken,
  createToken,
  createWorkspace,
  ensureAdmin,
  issueSignInLink,
  type Permission,
  redeemPass,
} from '../../modules/access/index.ts'
import { grantOf, openTestInstallation } from '../../modules/access/testing/test-installation-store.ts'
import { decodeId } from '../../platform/ids.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { meRoutes } from './me.ts'
import { memberRoutes } from './members.ts'
import { sessionRoutes } from './sessions.ts'
import { tokenRoutes } from './tokens.ts'
import { workspaceRoutes } from './workspaces.ts'

const test = await openTestInstallation()
const { here: installation, workspace } = test
const publicUrl = 'http://127.0.0.1:8080'
const routes = [
  ...tokenRoutes(),
  ...sessionRoutes({ installation, publicUrl }),
  ...memberRoutes(),
  ...workspaceRoutes(),
  ...meRoutes(),
]
const sample = await openSampleApp({
  routes,
  // A busy machine must not shed what these tests ask.
  limits: { loopDelayMs: Number.POSITIVE_INFINITY },
  authenticate: {
    token: (text) => authenticateToken(installation, text),
    session: async (cookie, slug) => ({
      ...(await authenticateSession(installation, cookie, slug)),
      ratePerSecond: null,
    }),
  },
  openContextFor: ({ workspace: place, principal }, requestId) =>
    installation.openContext({ workspace: place, principal, requestId }),
})
const { app, logged } = sample
afterAll(async () => {
  await sample.close()
  await test.close()
})

const email = 'ada@example.com'
const own = { origin: publicUrl }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

async function call(method: Method, url: string, headers: Record<string, string> = {}, body?: object) {
  const answer = await app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
  return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? null : answer.json() }
}

async function bearer(permissions: Permission[] | null = null) {
  const grant = permissions === null ? grantOf({ role: 'admin' }) : grantOf({ role: null, permissions })
  return { authorization: `Bearer ${(await createToken(test.contextOf(), grant)).secret}` }
}

async function signIn() {
  const token = await issueSignInLink(installation, email)
  const answer = await call('POST', '/v1/session/link', own, { token: token ?? '' })
  const cookie = String(answer.headers['set-cookie'])
  return { answer, setCookie: cookie, cookie: { cookie: cookie.split(';')[0] ?? '', ...own } }
}

let admin: Record<string, string>
beforeAll(async () => {
  await ensureAdmin(installation, { workspace, email, name: 'Ada' })
  admin = await bearer()
})

describe('signing in', () => {
  it('by link sets a cookie that scripts and other sites cannot use', async () => {
    const { answer, setCookie, cookie } = await signIn()
    expect(answer.status).toBe(201)
    expect(decodeId('session', answer.body.id)).not.toBeNull()
    expect(setCookie).toMatch(/^switchyard=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const me = await call('GET', '/v1/me', cookie)
    expect(me.body).toMatchObject({
      kind: 'member',
      user: { email, name: 'Ada' },
      member: { role: 'admin' },
      agent: null,
      workspace: { slug: 'home', purpose: 'live' },
      workspaces: [{ slug: 'home' }],
      workflow: { version: 0, presenceReasons: [] },
    })
    expect(me.body.permissions).toContain('workspace:write')
  })

  it('under https uses a __Host- cookie', async () => {
    const secure = sessionRoutes({ installation, publicUrl: 'https://desk.example.com' })
    const route = secure.find(({ operationId }) => operationId === 'signOut')
    const request = { headers: {}, id: '', ip: '', method: '', url: '', rawBody: Buffer.alloc(0) }
    const answer = await route?.handle({ request } as never)
    expect(answer).toMatchObject({
      headers: { 'set-cookie': '__Host-switchyard=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0' },
    })
  })

  it('is for our own pages', async () => {
    for (const headers of [{}, { origin: 'https://evil.example' }, { origin: 'null' }]) {
      for (const [url, body] of [
        ['/v1/session', { email, password: 'guess guess' }],
        ['/v1/session/link', { token: 'x' }],
      ] as const) {
        expect((await call('POST', url, headers, body)).status).toBe(403)
      }
    }
  })

  it.each([[{ token: null }], [{ token: ['a'] }], [{ token: 0 }], [{}], [{ token: 'a', admin: true }]])(
    'refuses the body %j before looking',
    async (body) => {
      expect((await call('POST', '/v1/session/link', own, body)).status).toBe(400)
    },
  )

  it('by password answers an unknown and a known address with the same bytes, up to the request’s id', async () => {
    const guess = (as: string) => call('POST', '/v1/session', own, { email: as, password: 'guess guess' })
    const [known, unknown] = [await guess(email), await guess('nobody@example.com')]
    expect(known.status).toBe(401)
    expect(known.headers['set-cookie']).toBeUndefined()
    expect({ ...known.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
    expect(Object.keys(known.headers)).toEqual(Object.keys(unknown.headers))
  })

  it('asks for a link with the same answer for everybody', async () => {
    const ask = (as: string) => call('POST', '/v1/session/link-request', own, { email: as })
    const [known, unknown] = [await ask(email), await ask('nobody@example.com')]
    expect(known).toMatchObject({ status: 202, body: { mail: false } })
    expect(known.body).toEqual(unknown.body)
  })
})

describe('a signed-in person', () => {
  it('sets a password, signs in with it, lists and ends sessions', async () => {
    const first = await signIn()
    const other = await signIn()
    const newPassword = 'a long new sentence'
    expect((await call('PUT', '/v1/me/password', first.cookie, { newPassword })).status).toBe(204)
    expect((await call('GET', '/v1/me', other.cookie)).status).toBe(401)
    const byPassword = await call('POST', '/v1/session', own, { email, password: newPassword })
    expect(byPassword.status).toBe(201)
    const { body } = await call('GET', '/v1/sessions', first.cookie)
    expect(body.data.filter((session: { isCurrent: boolean }) => session.isCurrent)).toHaveLength(1)
    expect((await call('DELETE', `/v1/sessions/${byPassword.body.id}`, first.cookie)).status).toBe(204)
    expect((await call('DELETE', `/v1/sessions/${byPassword.body.id}`, first.cookie)).status).toBe(404)
    const out = await call('DELETE', '/v1/session', first.cookie)
    expect(out.headers['set-cookie']).toMatch(/^switchyard=; .*Max-Age=0$/)
    expect((await call('GET', '/v1/me', first.cookie)).status).toBe(401)
  })

  it('gets a pass for a socket', async () => {
    const { cookie } = await signIn()
    const { status, body } = await call('POST', '/v1/realtime/passes', cookie)
    expect(status).toBe(201)
    expect((await redeemPass(installation, body.pass)).workspace).toEqual(workspace)
  })

  it('reaches a workspace by name only when it is theirs', async () => {
    const { cookie } = await signIn()
    await createWorkspace(installation, { slug: 'foreign', name: 'Foreign', purpose: 'live' })
    const ask = async (slug: string) => await call('GET', '/v1/me', { ...cookie, 'x-workspace': slug })
    expect((await ask('home')).status).toBe(200)
    const [foreign, absent] = [await ask('foreign'), await ask('absent')]
    expect(foreign.status).toBe(403)
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' })
  })
})

describe('a token', () => {
  it('has no sessions, not even with somebody’s cookie beside it', async () => {
    const { cookie } = await signIn()
    for (const headers of [admin, { ...admin, ...cookie }]) {
      expect((await call('GET', '/v1/sessions', headers)).status).toBe(403)
      expect((await call('POST', '/v1/realtime/passes', headers)).status).toBe(403)
      expect((await call('PUT', '/v1/me/password', headers, { newPassword: 'a long one more' })).status).toBe(403)
    }
  })

  it('is refused with another workspace’s name, whether or not that exists', async () => {
    for (const slug of ['foreign', 'absent']) {
      expect((await call('GET', '/v1/me', { ...admin, 'x-workspace': slug })).status).toBe(403)
    }
    expect((await call('GET', '/v1/me', { ...admin, 'x-workspace': 'home' })).body).toMatchObject({
      kind: 'token',
      user: null,
      workspaces: [{ slug: 'home' }],
    })
  })

  it('is made, shown without its secret, rotated and revoked', async () => {
    const body = { name: 'CRM', role: 'agent', channels: ['email'] }
    const made = await call('POST', '/v1/tokens', admin, body)
    expect(made.status).toBe(201)
    const { token: secret, id, ...rest } = made.body
    expect(rest).toMatchObject({ ...body, kind: 'service', queues: null, revokedAt: null })
    const yearMs = Date.parse(rest.expiresAt) - Date.parse(rest.createdAt)
    expect(yearMs).toBe(365 * 86_400_000)
    const shown = await call('GET', `/v1/tokens/${id}`, admin)
    expect(shown.body).toEqual({ id, ...rest })
    const asToken = { authorization: `Bearer ${secret}` }
    expect((await call('GET', '/v1/me', asToken)).status).toBe(200)
    const rotated = await call('POST', `/v1/tokens/${id}/rotate`, admin, { overlapSeconds: 60 })
    expect(rotated).toMatchObject({ status: 201, body: { name: 'CRM' } })
    expect(rotated.body.token).not.toBe(secret)
    expect((await call('DELETE', `/v1/tokens/${id}`, admin)).status).toBe(204)
    expect((await call('GET', '/v1/me', asToken)).status).toBe(401)
    expect((await call('DELETE', `/v1/tokens/${id}`, admin)).status).toBe(204)
    expect(JSON.stringify(logged)).not.toContain(secret)
  })

  it('pages', async () => {
    const first = await call('GET', '/v1/tokens?limit=1', admin)
    expect(first.body.data).toHaveLength(1)
    const second = await call('GET', `/v1/tokens?limit=1&after=${first.body.page.next}`, admin)
    expect(second.body.data[0].id < first.body.data[0].id).toBe(true)
  })

  it('reads and rotates its own callback secret, whatever it may do', async () => {
    const lowly = await bearer(['ticket:read'])
    const before = await call('GET', '/v1/tokens/self/callback-secret', lowly)
    expect(before).toMatchObject({ status: 200, body: { ownerKind: 'token', retiring: [] } })
    const after = await call('POST', '/v1/tokens/self/callback-secret/rotate', lowly)
    expect(after.body.retiring).toMatchObject([{ keyId: before.body.keyId, secret: before.body.secret }])
  })

  it('is not asked for by an admin, who reads the workspace’s own key', async () => {
    const { cookie } = await signIn()
    const read = await call('GET', '/v1/tokens/self/callback-secret', cookie)
    expect(read).toMatchObject({ status: 200, body: { ownerKind: 'workspace' } })
  })
})

describe('members and roles', () => {
  it('are added, listed and changed', async () => {
    const body = { email: 'Bo@example.com', name: 'Bo', role: 'agent' }
    const added = await call('POST', '/v1/members', admin, body)
    expect(added).toMatchObject({ status: 201, body: { email: 'bo@example.com', role: 'agent', agentId: null } })
    expect((await call('POST', '/v1/members', admin, body)).status).toBe(409)
    expect((await call('GET', '/v1/members', admin)).body.data[0]).toEqual(added.body)
    const changed = await call('PATCH', `/v1/members/${added.body.id}`, admin, { role: 'auditor' })
    expect(changed).toMatchObject({ status: 200, body: { role: 'auditor' } })
    expect((await call('GET', '/v1/workspaces', admin)).body.data).toMatchObject([{ slug: 'home' }])
    expect((await call('GET', '/v1/roles', admin)).body.data[0]).toEqual({ name: 'admin', permissions: ['*'] })
  })
})

describe('every route', () => {
  const somebody = { id: 'sess_01jqzv5k3mf8tbn2c4d6e7g9ha' }
  const urlOf = (url: string) => {
    const prefix = url.startsWith('/v1/tokens') ? 'token' : url.startsWith('/v1/members') ? 'member' : 'sess'
    return url.replace(':id', somebody.id.replace('sess', prefix))
  }

  it('refuses who does not sign in, and who signs in without the permission', async () => {
    const nothing = await bearer(['sla:read'])
    for (const route of routes) {
      if (route.permission === 'public') continue
      const body = route.body === undefined ? undefined : (route.example.body as object)
      const at = [route.method, urlOf(route.url)] as const
      expect([at, (await call(...at, {}, body)).status]).toEqual([at, 401])
      if (route.permission === 'signed-in') continue
      expect([at, (await call(...at, nothing, body)).status]).toEqual([at, 403])
    }
  })

  it('answers an id that is not there with 404', async () => {
    for (const route of routes.filter(({ url }) => url.includes(':id') && !url.startsWith('/v1/sessions'))) {
      const body = route.body === undefined ? undefined : (route.example.body as object)
      for (const url of [urlOf(route.url), route.url.replace(':id', 'nonsense')]) {
        expect([url, (await call(route.method, url, admin, body)).status]).toEqual([url, 404])
      }
    }
  })
})
