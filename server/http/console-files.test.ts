import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSampleApp, type SampleApp } from './testing/sample-app.ts'

let parent = ''
let built: SampleApp
let unbuilt: SampleApp

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'console-'))
  const folder = join(parent, 'dist')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Console</title>')
  await writeFile(join(folder, 'assets', 'index-a1b2c3.js'), 'export {}')
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  await writeFile(join(folder, '.secret'), 'hidden')
  await writeFile(join(parent, 'outside.txt'), 'outside')
  built = await openSampleApp({ consoleFolder: folder })
  unbuilt = await openSampleApp({ consoleFolder: join(parent, 'nothing') })
})

afterAll(async () => {
  await built.close()
  await unbuilt.close()
  await rm(parent, { recursive: true })
})

const page = { accept: 'text/html,application/xhtml+xml' }

describe('the console', () => {
  it('is one page for every address of its own, never kept, under a strict policy', async () => {
    for (const url of ['/', '/inbox', '/tickets/ticket_01', '/queues?x=1']) {
      const response = await built.app.inject({ url, headers: page })
      expect([url, response.statusCode, response.body]).toEqual([url, 200, '<!doctype html><title>Console</title>'])
      expect(response.headers['content-type']).toContain('text/html')
      expect(response.headers['cache-control']).toBe('public, max-age=0')
      expect(response.headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
    }
  })

  it('has assets that browsers keep for good, because their names change', async () => {
    const response = await built.app.inject({ url: '/assets/index-a1b2c3.js' })
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toContain('javascript')
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await built.app.inject({ url: '/favicon.svg' })).headers['cache-control']).toBe('public, max-age=0')
  })

  it('does not stand in for an asset or an address of the API that is missing', async () => {
    for (const url of ['/assets/gone.js', '/v1/nothing', '/support/x/y/z', '/docs/x']) {
      const response = await built.app.inject({ url, headers: page })
      expect([url, response.statusCode]).toEqual([url, 404])
      expect(response.headers['content-type']).toContain('problem+json')
    }
  })

  it('is for browsers that navigate: a program gets a problem', async () => {
    expect((await built.app.inject({ url: '/inbox', headers: { accept: '*/*' } })).statusCode).toBe(404)
    expect((await built.app.inject({ method: 'POST', url: '/inbox', headers: page })).statusCode).toBe(404)
  })

  it('gives no file but those of its folder', async () => {
    const urls = [
      '/../outside.txt',
      '/%2e%2e/outside.txt',
      '/assets/..%2f..%2foutside.txt',
      '/.secret',
      '/assets/%2e%2e/.secret',
      '//etc/passwd',
    ]
    for (const url of urls) {
      const { body } = await built.app.inject({ url, headers: { accept: '*/*' } })
      expect([url, body.includes('outside'), body.includes('hidden'), body.includes('root:')]).toEqual([
        url,
        false,
        false,
        false,
      ])
    }
  })

  it('says so in a friendly page when it is not built yet', async () => {
    const response = await unbuilt.app.inject({ url: '/', headers: page })
    expect(response.statusCode).toBe(503)
    expect(response.headers['retry-after']).toBe('3')
    expect(response.body).toContain('The console is being built')
  })
})
