import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPool } from '../../database/pool.ts'
import { createEventFeed, type EventFeed } from '../../modules/events/index.ts'
import { type Desk, openDesk } from '../../modules/handling/testing/desk.ts'
import { publishWorkflow } from '../../modules/publishing/index.ts'
import { getWorkflow } from '../../modules/workflow/index.ts'
import { openSampleApp, type SampleApp } from '../testing/sample-app.ts'
import { platformPageRoutes } from './platform-page.ts'

let desk: Desk
let feed: EventFeed
let relay: ReturnType<typeof openPool>
let parent = ''
let built: SampleApp
let unbuilt: SampleApp

const publicUrl = 'https://help.example'
const hostile = '</title><script>alert(1)</script>$&'

beforeAll(async () => {
  desk = await openDesk((text) => text.replace('en: Every request finds', () => `en: "${hostile}" #`))
  relay = openPool({ url: desk.home.relayUrl, size: 2, name: 'test relay', onConnectionLost: () => undefined })
  feed = createEventFeed({ relay, memory: desk.home.here.memory, pollMs: 20, log: { warn: () => undefined } })
  await feed.start()
  await desk.ticket({ category: 'payment_processing' })
  parent = await mkdtemp(join(tmpdir(), 'platform-'))
  const folder = join(parent, 'dist')
  await mkdir(folder)
  await writeFile(join(folder, 'platform.html'), '<html lang="%language%"><title>%title%</title>%page%</html>')
  const open = (from: string) =>
    openSampleApp({ pages: platformPageRoutes({ installation: desk.home.here, publicUrl, folder: from }) })
  built = await open(folder)
  unbuilt = await open(join(parent, 'nothing'))
})

afterAll(async () => {
  await built.close()
  await unbuilt.close()
  await feed.stop()
  await relay.end()
  await desk.close()
  await rm(parent, { recursive: true })
})

const show = (query = '', headers = {}) => built.app.inject({ url: `/platform${query}`, headers })

/** Publishes the same workflow with another page. */
async function publish(change: (text: string) => string): Promise<void> {
  const current = await getWorkflow(desk.context)
  await publishWorkflow(desk.context, { document: change(current?.document ?? ''), expectedVersion: null })
}

describe('the public page', () => {
  it('is read without signing in and without a script, under the policy of pages', async () => {
    const { statusCode, body, headers } = await show()
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['vary']).toContain('accept-language')
    expect(body).toMatch(/<h1>.*<h2>/s)
    // Neither styles nor scripts of its own: the policy would refuse them.
    expect(body).not.toMatch(/ style=| on\w+=|<script/)
  })

  it('plays its request against the rules in force, and shows it as it is sent', async () => {
    const text = textOf((await show()).body)
    expect(text).toContain('“Deposit captured twice” goes to Payments. By payment-words, payments.')
    expect(text).toContain('Needs payments 2 and someone who speaks English. First reply within 1 h.')
    expect(text).toContain(
      'curl https://help.example/v1/ticket/create \\\n  -H "Authorization: Bearer <service-token>"',
    )
    expect(text).toContain('"X-Workspace: home"')
    expect(text).toContain('"queue": "payments"')
    expect(text).toContain('Pau Serra payments 1, asked for 2')
    expect(text).toContain('1 waiting, 0 in progress')
  })

  it('lets nothing of a workflow end its place', async () => {
    const { body } = await show()
    expect(body).toContain('<h1>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp;</h1>')
  })

  it.for([
    ['', 'es-MX,en;q=0.5', 'es', 'Solicitar acceso'],
    ['', 'fr,pt-BR;q=0.8,en;q=0.2', 'pt', 'Pedir acesso'],
    ['', 'fr, es;q=0', 'en', 'Request access'],
    ['?lang=pt', 'es', 'pt', 'Encaminhamento'],
  ])('speaks %s %s as %s', async ([query, accepted, language, word]) => {
    const { body } = await show(query, { 'accept-language': accepted })
    expect(body).toContain(`<html lang="${language}">`)
    expect(body).toContain(word)
    expect(body).not.toContain('undefined')
  })

  it('leads to pages that are there, to mail and to itself', async () => {
    const { body } = await show()
    const ids = new Set([...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => `#${id}`))
    const links = new Set([...body.matchAll(/ href="([^"]+)"/g)].map(([, link = '']) => link))
    const inner = [...links].filter((link) => link.startsWith('#'))
    expect(inner.filter((link) => !ids.has(link))).toEqual([])
    const outer = [...links].filter((link) => !/^#|^mailto:[^?]+@|^tel:\+\d+$/.test(link))
    expect(outer.map((link) => link.replace(/\?.*/, '')).toSorted()).toEqual([
      '/docs',
      '/openapi.json',
      '/platform',
      '/platform',
      '/sign-in',
      '/widget/demo',
    ])
  })

  it('refuses a language it does not speak, and says 404 where there is no such page', async () => {
    expect((await show('?lang=fr')).statusCode).toBe(400)
    const missing = await show('?workspace=nowhere&lang=es')
    expect([missing.statusCode, missing.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(missing.body).toContain('Aquí no hay ninguna página')
    expect((await show('?workspace=home')).statusCode).toBe(200)
  })

  it('leads to the form of the page, and to the mailbox of its contacts only where the workflow says so', async () => {
    const byForm = (await show()).body
    expect(byForm).toContain('<form class="ask" id="ask" method="post" action="/platform/requests"')
    expect(byForm).toContain('<a class="b solid" href="#ask">')
    expect(byForm).not.toContain('mailto:partners@support.example?')
    await publish((text) => text.replace('platformPage:', 'platformPage:\n  accessRequests: mail'))
    const byMail = (await show()).body
    expect(byMail).toContain('<a class="b solid" href="mailto:partners@support.example?subject=')
    expect(byMail).not.toContain('<form')
    await publish((text) => text.replace('\n  accessRequests: mail', ''))
  })

  it('is said to be under construction before it is built', async () => {
    expect((await unbuilt.app.inject({ url: '/platform' })).statusCode).toBe(503)
  })

  it('tells of nothing that its workflow does not name', async () => {
    const bare = 'platformPage: { title: Desk, contacts: [{ name: Us, phone: "+1 555 0100" }] }\n\n'
    await publish((text) => text.replace(/^platformPage:[\s\S]*?\n\n(?=# ── Tests)/m, bare))
    const { body } = await show()
    const text = textOf(body)
    expect(body).toContain('<h1>Desk</h1>')
    expect(body).toContain('href="tel:+15550100"')
    expect(text).toContain('This workspace keeps its figures to itself.')
    for (const hidden of [
      'in progress',
      'Gold customers',
      'Fraud',
      'partners@',
      'Guest care',
      'Does every channel',
      'Rules in force',
    ])
      expect(text).not.toContain(hidden)
    await publish((before) => before.replace(bare, ''))
    expect((await show()).statusCode).toBe(404)
    expect((await show('?workspace=home')).statusCode).toBe(404)
  })
})

function textOf(body: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" }
  const code = body
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => entities[name] ?? '')
  // What is preformatted keeps its lines; everywhere else white space is one blank.
  return `${code}\n${code.replaceAll(/\s+/g, ' ')}`
}
