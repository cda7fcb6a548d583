import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openSampleApp } from '../../server/http/testing/sample-app.ts'
import { keepPicture } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'

const browser: Browser | null = await openBrowser()

/** What the policy refused since the page was opened: where, and the beginning of what. */
const watching = `globalThis.refused = []
addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) => refused.push(effectiveDirective + ' ' + sample))`

describe.skipIf(browser === null)('the reference page', () => {
  let sample: Awaited<ReturnType<typeof openSampleApp>>
  let page: Page

  beforeAll(async () => {
    if (browser === null) throw new Error('There is no browser.')
    sample = await openSampleApp()
    const address = await sample.app.listen({ port: 0, host: '127.0.0.1' })
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(30_000)
    await page.addInitScript(watching)
    await page.goto(`${address}/docs`)
  })

  afterAll(async () => {
    await browser?.close()
    await sample?.close()
  })

  it('shows the reference, tries a request and folds its answer', async () => {
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    // Its styles hold: without them everything would stand in one column.
    await expect.poll(() => page.evaluate("getComputedStyle(document.querySelector('aside')).position")).toBe('sticky')
    await keepPicture(page, 'reference')
    await page
      .getByRole('button', { name: /test request/i })
      .first()
      .click()
    await page.getByRole('button', { name: /^send/i }).first().click()
    await page.locator('.cm-foldMarker svg').filter({ visible: true }).first().waitFor()
    await keepPicture(page, 'reference-answer')
  })

  it('lets nothing run or be drawn but what is ours', async () => {
    const tried = (script: string) => page.evaluate(script).then(String, (error: Error) => error.message)
    expect(await tried(`document.createElement('p').innerHTML = '<b onclick="alert(1)">x</b>'`)).toContain(
      'TrustedHTML',
    )
    expect(await tried(`document.createElement('script').text = '1'`)).toContain('TrustedScript')
    expect(await tried(`document.createElement('script').src = '/docs/reference.js'`)).toContain('TrustedScriptURL')
    expect(await tried(`trustedTypes.createPolicy('other', {})`)).toContain('disallowed')
    expect(await tried(`fetch('https://elsewhere.example')`)).toContain('Failed to fetch')
    const refused = await page.evaluate<string[]>('refused')
    // The library asks whether it may make functions of text, and writes a few attributes of style that change no look.
    const known =
      /^(style-src-attr |require-trusted-types-for Function|\S+ (Element innerHTML|HTMLScriptElement)|trusted-types |connect-src )/
    expect(refused.filter((one) => !known.test(one))).toEqual([])
  })
})
