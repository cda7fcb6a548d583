import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { looks } from './testing/desk.ts'
import { keepWholePicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer
let context: BrowserContext
let page: Page

/** Moves of what was painted already, and what the page's policy refused, since it was opened. */
const watching = `globalThis.moved = 0
globalThis.refused = []
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.moved += entry.value
}).observe({ type: 'layout-shift', buffered: true })
addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(event.violatedDirective))`

describe.skipIf(browser === null)('the public page', () => {
  /** A service that is busy with its start says so, and is asked again. */
  const open = () =>
    vi.waitUntil(
      async () => (await page.goto(`${server.address}/platform`, { waitUntil: 'networkidle' }))?.status() === 200,
      { timeout: 60_000, interval: 500 },
    )

  beforeAll(async () => {
    server = await startServer()
    if (browser === null) throw new Error('There is no browser.')
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.address })
    page = await context.newPage()
    page.setDefaultTimeout(60_000)
    await page.addInitScript(watching)
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('shows itself to anybody in every size and theme, whole, still and within its policy', async () => {
    for (const { name, width, colorScheme } of looks) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await open()
      await page.getByRole('heading', { level: 1, name: 'Every request finds its person' }).waitFor()
      expect(await page.evaluate('[Math.round(moved * 1000), refused]')).toEqual([0, []])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
      expect(await seriousFaults(page)).toEqual([])
      await keepWholePicture(page, `platform-${name}`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
  })

  it('is walked by keys: past its head, through its examples', async () => {
    await open()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('content')
    const create = page.getByRole('tab', { name: 'Create a ticket' })
    await create.focus()
    await page.keyboard.press('ArrowRight')
    const panel = page.getByRole('tabpanel', { name: 'Verify a callback' })
    await panel.waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('tab-verify')
    await page.keyboard.press('ArrowRight')
    await panel.waitFor({ state: 'hidden' })
  })

  it('gives a request that is answered as the page says', async () => {
    await open()
    await page.getByRole('button', { name: 'Copy' }).click()
    await page.getByText('Copied').waitFor()
    const curl = String(await page.evaluate('navigator.clipboard.readText()'))
    const body = JSON.parse(curl.slice(curl.indexOf('{'), curl.lastIndexOf('}') + 1)) as object
    const request = new Request(`${server.address}/v1/ticket/create`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.token}`,
        'x-workspace': 'operations-review',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    })
    const response = await patientFetch(request)
    expect(response.status).toBe(201)
    const { queue, status, priority } = (await response.json()) as Record<string, string>
    const shown = await page.locator('pre.out').textContent()
    expect(shown).toContain(`"status": "${status}", "queue": "${queue}", "priority": "${priority}"`)
  })

  it('leads to what is there, and is read without a script in three languages', async () => {
    await open()
    const links = await page.getByRole('link').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
    for (const path of new Set(links.filter((link) => link.startsWith('/')))) {
      const { status } = await patientFetch(
        new Request(`${server.address}${path}`, { headers: { accept: 'text/html' } }),
      )
      expect([path, status]).toEqual([path, 200])
    }
    const still = await browser?.newContext({ javaScriptEnabled: false, locale: 'pt-PT' })
    const other = await still?.newPage()
    await vi.waitUntil(async () => (await other?.goto(`${server.address}/platform`))?.status() === 200, {
      timeout: 60_000,
      interval: 500,
    })
    await other?.getByRole('heading', { name: 'O que a plataforma faz' }).waitFor()
    await other?.getByText('webhook.verify(body, request.headers)').waitFor()
    expect(await other?.getByRole('tab').count()).toBe(0)
    await other?.getByRole('link', { name: 'Español' }).click()
    await other?.getByRole('heading', { name: 'Qué hace la plataforma' }).waitFor()
    await still?.close()
  })
})
