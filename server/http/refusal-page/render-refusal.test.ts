import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { openSampleApp, type SampleApp } from '../testing/sample-app.ts'

let sample: SampleApp | null = null
afterEach(() => sample?.close())

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

describe('a public page that is refused', () => {
  it('says so in words to a browser, with Retry-After, and needs nothing else from an overloaded server', async () => {
    sample = await openSampleApp({ limits: { inFlight: 0 } })
    const { statusCode, headers, body } = await sample.app.inject({ url: '/docs', headers: browser })
    expect([statusCode, headers['content-type']]).toEqual([503, 'text/html; charset=utf-8'])
    expect(headers).toMatchObject({ 'retry-after': '1', 'x-overloaded': 'true', 'cache-control': 'no-store' })
    expect(body).toContain('<h1>There is too much to do right now</h1>')
    expect(body).toContain('Try again in 1 s.')
    expect(body).toContain(`<code>${String(headers['x-request-id'])}</code>`)
    expect(body).not.toMatch(/<script|<link|src=|url\(/)
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(body) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`)
  })

  it.each([
    ['es-MX, en;q=0.5', 'es', 'Ahora mismo hay demasiado que hacer'],
    ['pt', 'pt', 'Há demasiado que fazer neste momento'],
    ['fr', 'en', 'There is too much to do right now'],
  ])('speaks %s as %s', async (accepted, language, title) => {
    sample = await openSampleApp({ limits: { inFlight: 0 } })
    const headers = { ...browser, 'accept-language': accepted }
    const { body } = await sample.app.inject({ url: '/docs', headers })
    expect(body).toContain(`<html lang="${language}">`)
    expect(body).toContain(title)
  })

  it('tells an address that asks too often when it may again', async () => {
    sample = await openSampleApp({ limits: { publicPerSecond: 0.1, publicBurst: 1 } })
    await sample.app.inject({ url: '/docs/reference.js', headers: browser })
    const { statusCode, headers, body } = await sample.app.inject({ url: '/docs', headers: browser })
    expect(statusCode).toBe(429)
    expect(body).toContain(`Try again in ${String(headers['retry-after'])} s.`)
  })

  it('stays a problem for programs, and where an address is no page', async () => {
    sample = await openSampleApp({ limits: { inFlight: 0 } })
    for (const [url, accept] of [
      ['/docs', '*/*'],
      ['/docs', 'application/json'],
      ['/docs/reference.js', browser.accept],
      ['/v1/parcels', browser.accept],
    ] as const) {
      const { headers, statusCode } = await sample.app.inject({ url, headers: { accept } })
      expect([statusCode, headers['content-type']]).toEqual([503, expect.stringContaining('problem+json')])
    }
  })
})
