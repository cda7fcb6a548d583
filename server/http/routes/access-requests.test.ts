import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '../../database/pool.ts'
import { principalWith } from '../../modules/access/testing/test-installation-store.ts'
import { createEventFeed, type EventFeed } from '../../modules/events/index.ts'
import { type Desk, openDesk } from '../../modules/handling/testing/desk.ts'
import { publishWorkflow } from '../../modules/publishing/index.ts'
import { getWorkflow } from '../../modules/workflow/index.ts'
import { newId } from '../../platform/ids.ts'
import { openSampleApp, type SampleApp } from '../testing/sample-app.ts'
import { accessRequestRoutes } from './access-requests.ts'
import { platformPageRoutes } from './platform-page.ts'
import type { LinkAsked } from './sessions-sign-in.ts'

const publicUrl = 'http://127.0.0.1:8080'
const mailed: LinkAsked[] = []
let desk: Desk
let feed: EventFeed
let relay: ReturnType<typeof openPool>
let folder = ''
let mailing: SampleApp
let mute: SampleApp

beforeAll(async () => {
  desk = await openDesk()
  // The page's figures are read up to where the feed is.
  relay = openPool({ url: desk.home.relayUrl, size: 2, name: 'test relay', onConnectionLost: () => undefined })
  feed = createEventFeed({ relay, memory: desk.home.here.memory, pollMs: 20, log: { warn: () => undefined } })
  await feed.start()
  folder = await mkdtemp(join(tmpdir(), 'access-'))
  await writeFile(join(folder, 'platform.html'), '<html lang="%language%"><title>%title%</title>%page%</html>')
  const installation = desk.home.here
  const open = (mailLink?: (asked: LinkAsked) => void) =>
    openSampleApp({
      routes: accessRequestRoutes({ installation, publicUrl, ...(mailLink !== undefined && { mailLink }) }),
      pages: platformPageRoutes({ installation, publicUrl, folder }),
      authenticate: {
        token: () => ({ workspace: desk.home.workspace, principal: principalWith(['*']), ratePerSecond: null }),
        session: () => {
          throw new Error('Nobody signs in here.')
        },
      },
      openContextFor: ({ workspace, principal }, requestId) =>
        installation.openContext({ workspace, principal, requestId }),
      limits: { publicPerSecond: 10_000, publicBurst: 10_000 },
    })
  mailing = await open((asked) => void mailed.push(asked))
  mute = await open()
})

afterAll(async () => {
  await mailing.close()
  await mute.close()
  await feed.stop()
  await relay.end()
  await desk.close()
  await rm(folder, { recursive: true })
})

const wish = (more: object = {}) => ({
  workspace: 'home',
  kind: 'partner',
  name: 'Lena Ortiz',
  email: `${newId()}@acme.example`,
  organization: 'Acme Games',
  purpose: 'Our lobby opens tickets.',
  ...more,
})

async function call(method: 'GET' | 'POST', url: string, payload?: object, { app } = mute) {
  const headers = { authorization: 'Bearer sy_any' }
  const { statusCode, body } = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
  return { status: statusCode, body: JSON.parse(body) }
}

const ask = (more?: object) => call('POST', '/v1/access/requests', wish(more))

describe('asking by the API', () => {
  it('answers where one sees how it stands, and the same for who is known and who is not', async () => {
    const [first, second] = [await ask({ language: 'es' }), await ask()]
    expect(first.status).toBe(202)
    expect(first.body).toEqual({
      id: expect.stringMatching(/^areq_/),
      state: 'submitted',
      statusUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:8080\/platform\/requests\/[\w-]{43}\?workspace=home$/),
    })
    expect(Object.keys(second.body)).toEqual(Object.keys(first.body))
    const read = await call('GET', `/v1/access/requests/${first.body.id}`)
    expect(read.body).toMatchObject({ role: null, permissions: [], channels: [], queues: [], language: 'es' })
  })

  it.each<[string, object, string]>([
    ['a kind there is not', { kind: 'guest' }, '/kind'],
    ['the role of an administrator', { kind: 'operator', role: 'admin' }, '/role'],
    ['a permission there is not', { permissions: ['all'] }, '/permissions/0'],
    ['a queue that is no slug', { queues: ['No such!'] }, '/queues/0'],
    ['an address that is none', { email: 'lena' }, '/email'],
    ['a blank purpose', { purpose: ' ' }, '/purpose'],
    ['something unknown', { token: 'x' }, '/token'],
  ])('is refused with %s, by name', async (_name, more, pointer) => {
    const { status, body } = await ask(more)
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })

  it('is refused alike by a workspace that takes none and by one that is not there', async () => {
    const nowhere = await ask({ workspace: 'nowhere' })
    expect(nowhere).toMatchObject({ status: 404, body: { code: 'not_found' } })
    await publish((text) => text.replace('platformPage:', 'platformPage:\n  accessRequests: mail'))
    expect((await ask()).body.detail).toBe(nowhere.body.detail)
    await publish((text) => text.replace('\n  accessRequests: mail', ''))
  })

  it('is refused after ten times for one address, however it is written', async () => {
    const email = `${newId()}@acme.example`
    for (let time = 0; time < 10; time++) expect((await ask({ email })).status).toBe(202)
    expect(await ask({ email: email.toUpperCase() })).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  })
})

const map = (more: object = {}) => ({
  as: 'token',
  role: 'partner',
  channels: ['live-chat'],
  queues: null,
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  ...more,
})

describe('the review', () => {
  it('hands out a token whose secret is shown this once', async () => {
    const { id } = (await ask()).body
    const approved = await call('POST', `/v1/access/requests/${id}/approve`, map())
    expect(approved).toMatchObject({
      status: 200,
      body: {
        request: { state: 'approved', granted: { as: 'token', memberId: null, channels: ['live-chat'], queues: null } },
        token: expect.stringMatching(/^sy_/),
      },
    })
    const read = await call('GET', `/v1/access/requests/${id}`)
    expect(JSON.stringify(read.body)).not.toContain(approved.body.token)
    expect((await call('POST', `/v1/access/requests/${id}/approve`, map())).status).toBe(409)
    expect((await call('POST', `/v1/access/requests/${id}/reject`, { reason: 'No.' })).status).toBe(409)
  })

  it('mails a person a link to sign in, in their language, or says how to make one', async () => {
    for (const [app, hint] of [
      [mailing, 'on its way'],
      [mute, 'npx switchyard sign-in --as'],
    ] as const) {
      const email = `${newId()}@acme.example`
      const { id } = (await ask({ kind: 'operator', email, language: 'pt' })).body
      const approved = await call('POST', `/v1/access/requests/${id}/approve`, { as: 'member', role: 'agent' }, app)
      expect(approved.body).toMatchObject({ token: null, mailed: app === mailing, hint: expect.stringContaining(hint) })
      expect(mailed.some((one) => one.email === email && one.languages[0] === 'pt')).toBe(app === mailing)
    }
  })

  it.each<[string, object, string]>([
    [
      'no role for a member',
      { as: 'member', role: null, channels: undefined, queues: undefined, expiresAt: undefined },
      '/role',
    ],
    ['an end of a membership', { as: 'member', channels: undefined, queues: undefined }, '/expiresAt'],
    ['channels of a membership', { as: 'member', queues: undefined, expiresAt: undefined }, '/channels'],
    ['channels left out', { channels: undefined }, '/channels'],
    ['queues left out', { queues: undefined }, '/queues'],
    ['no end', { expiresAt: undefined }, '/expiresAt'],
    ['an unknown channel', { channels: ['nowhere'] }, '/channels/0'],
  ])('is refused with %s', async (_name, more, pointer) => {
    const { id } = (await ask()).body
    const { status, body } = await call('POST', `/v1/access/requests/${id}/approve`, map(more))
    expect([status, body.errors[0].pointer]).toEqual([400, pointer])
  })

  it('lists what waits, and what was decided', async () => {
    const { id } = (await ask()).body
    await call('POST', `/v1/access/requests/${id}/reject`, { reason: 'Not now.' })
    const rejected = await call('GET', '/v1/access/requests?state=rejected&limit=1')
    expect(rejected.body.data).toMatchObject([{ id, reason: 'Not now.', decidedBy: { kind: 'token' } }])
    const waiting = await call('GET', '/v1/access/requests?state=submitted&limit=200')
    expect(waiting.body.data.map((one: { id: string }) => one.id)).not.toContain(id)
    expect((await call('GET', '/v1/access/requests?state=lost')).status).toBe(400)
  })
})

describe('the form of the page', () => {
  const form = (more: Record<string, string> = {}) =>
    new URLSearchParams({ lang: 'en', ...(wish() as Record<string, string>), ...more })
  const send = (values: URLSearchParams, headers: Record<string, string> = { origin: publicUrl }) =>
    mute.app.inject({
      method: 'POST',
      url: '/platform/requests',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: values.toString(),
    })
  const newest = async () => (await call('GET', '/v1/access/requests?limit=1')).body.data[0]

  it('may be sent as its own page lets a browser send it', async () => {
    const { headers, body } = await mute.app.inject({ url: '/platform' })
    // Under `no-referrer` browsers send `Origin: null` with a form.
    expect(headers['referrer-policy']).toBe('same-origin')
    expect(headers['content-security-policy']).toContain("form-action 'self'")
    expect(body).toContain('<input type="hidden" name="workspace" value="home" />')
    for (const foreign of [{}, { origin: 'null' }, { origin: 'https://evil.example' }]) {
      expect((await send(form(), foreign as Record<string, string>)).statusCode).toBe(403)
    }
  })

  it('leads to how the request stands, until it is decided and after', async () => {
    const values = form({ kind: 'partner', role: 'manager', purpose: 'First.\r\nSecond.' })
    for (const queue of ['payments', 'payments', 'nowhere']) values.append('queues', queue)
    const sent = await send(values)
    expect([sent.statusCode, sent.body]).toEqual([303, ''])
    const location = String(sent.headers['location'])
    expect(location).toMatch(/^\/platform\/requests\/[\w-]{43}\?workspace=home&lang=en$/)
    const asked = await newest()
    expect(asked).toMatchObject({ role: 'partner', queues: ['payments'], purpose: 'First.\nSecond.', language: 'en' })
    const shown = await mute.app.inject({ url: location })
    expect([shown.statusCode, shown.headers['cache-control']]).toEqual([200, 'no-store'])
    // The address is the key: it goes nowhere else.
    expect(shown.headers['referrer-policy']).toBe('no-referrer')
    expect(shown.body).toContain('Your request is in review')
    expect(shown.body).not.toContain('Lena')
    await call('POST', `/v1/access/requests/${asked.id}/reject`, { reason: 'A secret reason.' })
    const after = await mute.app.inject({ url: location.replace('lang=en', 'lang=es') })
    expect(after.body).toContain('Su solicitud fue rechazada')
    expect(after.body).not.toContain('A secret reason.')
    const wrong = location.replace(/requests\/./, (text) => (text.endsWith('A') ? 'requests/B' : 'requests/A'))
    expect((await mute.app.inject({ url: wrong })).statusCode).toBe(404)
    expect((await mute.app.inject({ url: location.replace('home', 'other') })).statusCode).toBe(404)
  })

  it.for([
    ['en', 'name', ' ', 'Write your name'],
    ['es', 'email', 'lena', 'Escriba una dirección'],
    ['pt', 'purpose', '', 'Escreva para que precisa dele'],
    ['en', 'kind', 'guest', 'Say which of the two you are.'],
    ['en', 'role', 'admin', 'Choose one of the roles.'],
    ['en', 'organization', 'x'.repeat(201), 'Write the name of your company'],
  ])(
    'says in %s what is missing and keeps what was written: %s',
    async ([lang = '', field = '', value = '', words]) => {
      const before = await newest()
      const purpose = field === 'purpose' ? value : '</textarea><script>alert(1)</script>'
      const values = form({ kind: 'operator', purpose, [field]: value, lang })
      const { statusCode, headers, body } = await send(values)
      expect([statusCode, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
      expect(headers['referrer-policy']).toBe('same-origin')
      expect(body).toContain(`<html lang="${lang}">`)
      expect(body).toContain(words)
      expect(body).toContain(`id="ask-${field}-refused"`)
      expect(body).not.toContain('<script')
      if (field !== 'name') expect(body).toContain('value="Lena Ortiz"')
      expect(await newest()).toEqual(before)
    },
  )

  it('is refused as a page where there is nobody to ask, too often, and for what is no text', async () => {
    const asPage = { origin: publicUrl, accept: 'text/html', 'accept-language': 'es' }
    expect((await send(form({ workspace: 'nowhere' }), asPage)).statusCode).toBe(404)
    const nul = await send(form({ name: 'a\0b' }), asPage)
    expect([nul.statusCode, nul.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    const email = `${newId()}@acme.example`
    for (let time = 0; time < 10; time++) expect((await send(form({ email }), asPage)).statusCode).toBe(303)
    const often = await send(form({ email }), asPage)
    expect([often.statusCode, often.headers['content-type']]).toEqual([429, 'text/html; charset=utf-8'])
  })
})

/** Publishes the same workflow with a change. */
async function publish(change: (text: string) => string): Promise<void> {
  const current = await getWorkflow(desk.context)
  await publishWorkflow(desk.context, { document: change(current?.document ?? ''), expectedVersion: null })
}
