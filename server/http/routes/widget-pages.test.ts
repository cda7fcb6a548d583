import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChatDesk, openChatDesk } from '../../modules/chat/testing/chat-desk.ts'
import { openSampleApp, type SampleApp } from '../testing/sample-app.ts'
import { widgetPageRoutes } from './widget-pages.ts'

let desk: ChatDesk
let parent = ''
let built: SampleApp
let unbuilt: SampleApp

const publicUrl = 'http://127.0.0.1:8080'
const frameOf = (channel: string, origin: string) =>
  `/widget/frame?channel=${channel}&origin=${encodeURIComponent(origin)}`
const hostile = '</script><script>alert(1)</script>$&'
const allowed = frameOf('home.live-chat', 'https://shop.example')

beforeAll(async () => {
  desk = await openChatDesk((text) => text.replace('es: Hable con nosotros', () => `es: "${hostile}"`))
  parent = await mkdtemp(join(tmpdir(), 'widget-'))
  const folder = join(parent, 'dist')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'loader.js'), 'load()')
  await writeFile(join(folder, 'frame.html'), '<script type="application/json">%channel%</script>')
  await writeFile(join(folder, 'demo.html'), '<script src="/widget/loader.js" data-channel="%channel%"></script>')
  await writeFile(join(folder, 'session.html'), '<body data-channel="%channel%"></body>')
  await writeFile(join(folder, 'assets', 'frame-a1b2c3.js'), 'frame()')
  await writeFile(join(parent, 'outside.js'), 'outside')
  const open = (from: string) =>
    openSampleApp({ pages: widgetPageRoutes({ installation: desk.home.here, publicUrl, folder: from }) })
  built = await open(folder)
  unbuilt = await open(join(parent, 'nothing'))
})

afterAll(async () => {
  await built.close()
  await unbuilt.close()
  await desk.close()
  await rm(parent, { recursive: true })
})

describe('the page of one session', () => {
  it('names its channel, whatever that is called, runs nothing but its own, and may not be framed', async () => {
    const page = (channel: string) =>
      built.app.inject({ url: `/widget/session?channel=${encodeURIComponent(channel)}` })
    const { statusCode, body, headers } = await page('home.live-chat')
    expect([statusCode, body]).toEqual([200, '<body data-channel="home.live-chat"></body>'])
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect((await page(hostile)).body).not.toContain('<script>')
    expect((await built.app.inject({ url: '/widget/session' })).statusCode).toBe(400)
  })
})

describe('the page of a chat', () => {
  it('may be framed by the channel’s pages and our own, runs nothing but its own, and is not kept', async () => {
    const { statusCode, headers } = await built.app.inject({ url: allowed })
    expect([statusCode, headers['cache-control'], headers['x-frame-options']]).toEqual([200, 'no-store', undefined])
    const policy = String(headers['content-security-policy']).split('; ')
    expect(policy).toContain("frame-ancestors 'self' https://shop.example https://*.games.example")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:8080")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy.join()).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('knows the channel as customers may know it, in every language', async () => {
    const { body } = await built.app.inject({ url: allowed })
    const facts = JSON.parse(body.replace(/<[^>]*>/g, '')) as Record<string, unknown>
    expect(facts).toMatchObject({
      key: 'home.live-chat',
      pageOrigin: 'https://shop.example',
      title: { en: 'Talk to us', pt: 'Fale connosco' },
      colours: null,
      isOpen: true,
      week: null,
    })
    expect(Object.keys(facts).toSorted()).toEqual([
      'away',
      'changesAt',
      'colours',
      'form',
      'greeting',
      'hasArticles',
      'isOpen',
      'key',
      'pageOrigin',
      'phone',
      'privacyUrl',
      'title',
      'week',
    ])
  })

  it('is shown to our own pages too', async () => {
    const own = await built.app.inject({ url: frameOf('home.live-chat', publicUrl) })
    expect(own.statusCode).toBe(200)
  })

  it.for([
    ['another origin', frameOf('home.live-chat', 'https://evil.example')],
    ['a name that only ends alike', frameOf('home.live-chat', 'https://shop.example.evil.example')],
    ['another scheme', frameOf('home.live-chat', 'http://shop.example')],
    ['another port', frameOf('home.live-chat', 'https://shop.example:8443')],
    ['a sandbox', frameOf('home.live-chat', 'null')],
    ['a channel without one', frameOf('home.email', 'https://shop.example')],
    ['no workspace', frameOf('nowhere.live-chat', 'https://shop.example')],
  ] as const)('is refused to %s, and such an answer is framed by nobody', async ([, url]) => {
    const { statusCode, headers } = await built.app.inject({ url })
    expect([statusCode, headers['x-frame-options']]).toEqual([403, 'DENY'])
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  })

  it('cannot be ended by what a workflow says', async () => {
    const { body } = await built.app.inject({ url: allowed })
    expect(body.match(/<\/script>/g)).toHaveLength(1)
    const facts = JSON.parse(body.replace(/<[^>]*>/g, '')) as { title: { es: string } }
    expect(facts.title.es).toBe(hostile)
  })
})

describe('the loader and the parts', () => {
  it('are for pages of any origin, the one for minutes and the others for good', async () => {
    const loader = await built.app.inject({ url: '/widget/loader.js' })
    expect([loader.statusCode, loader.body, loader.headers['content-type']]).toEqual([
      200,
      'load()',
      'text/javascript; charset=utf-8',
    ])
    expect(loader.headers['cross-origin-resource-policy']).toBe('cross-origin')
    expect(loader.headers['cache-control']).toContain('max-age=300')
    const asset = await built.app.inject({ url: '/widget/assets/frame-a1b2c3.js' })
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
  })

  it('are no other file', async () => {
    for (const file of ['../outside.js', '..%2foutside.js', '%2e%2e%2foutside.js', 'gone.js', 'frame-a1b2c3.exe']) {
      const { statusCode, body } = await built.app.inject({ url: `/widget/assets/${file}` })
      expect([file, statusCode >= 400, body.includes('outside')]).toEqual([file, true, false])
    }
  })

  it('say so while nothing is built', async () => {
    for (const url of ['/widget/loader.js', '/widget/demo', allowed])
      expect([url, (await unbuilt.app.inject({ url })).statusCode]).toEqual([url, 503])
  })
})

describe('the shop of our own', () => {
  it('shows the channel of the example, or the one it is asked for, as text', async () => {
    expect((await built.app.inject({ url: '/widget/demo' })).body).toContain(
      'data-channel="operations-review.live-chat"',
    )
    const { body } = await built.app.inject({ url: '/widget/demo?channel=%22%3E%3Cscript%3E' })
    expect(body).toContain('data-channel="&quot;>&lt;script>"')
  })
})
