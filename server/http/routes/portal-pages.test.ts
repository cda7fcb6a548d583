import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../../modules/handling/testing/desk.ts'
import { openSampleApp, type SampleApp } from '../testing/sample-app.ts'
import { portalPageRoutes } from './portal-pages.ts'

let desk: Desk
let parent = ''
let built: SampleApp
let unbuilt: SampleApp

const hostile = '</script><script>alert(1)</script>$&'

beforeAll(async () => {
  desk = await openDesk((text) =>
    text.replace('      serviceLine: platform-support\n', (line) => `${line}      color: '#0b7285'\n`),
  )
  await desk.home.query('update workspaces set name = $1', [hostile])
  parent = await mkdtemp(join(tmpdir(), 'portal-'))
  const folder = join(parent, 'dist')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<script type="application/json">%portal%</script>')
  await writeFile(join(folder, 'assets', 'portal-a1b2c3.js'), 'portal()')
  await writeFile(join(parent, 'outside.js'), 'outside')
  const open = (from: string) =>
    openSampleApp({ pages: portalPageRoutes({ installation: desk.home.here, folder: from }) })
  built = await open(folder)
  unbuilt = await open(join(parent, 'nothing'))
})

afterAll(async () => {
  await built.close()
  await unbuilt.close()
  await desk.close()
  await rm(parent, { recursive: true })
})

describe('the page of a portal', () => {
  it('runs nothing but its own, is framed by nobody, says nothing of where one came from, and is not kept', async () => {
    const { statusCode, headers } = await built.app.inject({ url: '/portal/home' })
    expect([statusCode, headers['cache-control'], headers['x-frame-options'], headers['referrer-policy']]).toEqual([
      200,
      'no-store',
      'DENY',
      'no-referrer',
    ])
    const policy = String(headers['content-security-policy']).split('; ')
    expect(policy).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "object-src 'none'",
      "require-trusted-types-for 'script'",
    ])
  })

  it('knows the workspace’s name and the colour of its chat, readable in either theme, and nothing else', async () => {
    const { body } = await built.app.inject({ url: '/portal/home' })
    expect(body.match(/<\/script>/g)).toHaveLength(1)
    expect(JSON.parse(body.replace(/<[^>]*>/g, ''))).toEqual({
      workspace: { slug: 'home', name: hostile },
      colours: {
        light: { accent: '#0b7285', onAccent: '#ffffff', ink: '#0b7285' },
        dark: { accent: '#0b7285', onAccent: '#ffffff', ink: expect.stringMatching(/^#[0-9a-f]{6}$/) as string },
      },
    })
  })

  it('is shown whatever else a link says', async () => {
    const { statusCode } = await built.app.inject({ url: '/portal/home?dir=rtl&theme=dark&utm_source=mail' })
    expect(statusCode).toBe(200)
  })

  it.for(['/portal/nowhere', '/portal/HOME', '/portal/home/more', '/portal/%2e%2e', '/portal'])(
    'is not there at %s',
    async (url) => {
      const { statusCode, headers } = await built.app.inject({ url, headers: { accept: 'text/html' } })
      expect(statusCode).toBe(404)
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    },
  )

  it('has parts that browsers keep, and no other file', async () => {
    const asset = await built.app.inject({ url: '/portal/assets/portal-a1b2c3.js' })
    expect([asset.statusCode, asset.headers['cache-control'], asset.headers['content-type']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
      'text/javascript; charset=utf-8',
    ])
    for (const file of ['../outside.js', '..%2foutside.js', '%2e%2e%2foutside.js', 'gone.js', 'portal-a1b2c3.exe']) {
      const { statusCode, body } = await built.app.inject({ url: `/portal/assets/${file}` })
      expect([file, statusCode >= 400, body.includes('outside')]).toEqual([file, true, false])
    }
  })

  it('says so while it is not built', async () => {
    expect((await unbuilt.app.inject({ url: '/portal/home' })).statusCode).toBe(503)
  })
})
