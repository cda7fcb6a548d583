import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createClient, type Listing, type ReportOverview } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { openShop, type Shop } from './testing/shop.ts'
import { patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer
let shop: Shop

const key = 'operations-review.live-chat'
let language = 'en'
/** As much of markup and of unsafe links as an article can hold. */
const hostile = `articles:
  hostile:
    title: { en: "<img src=x onerror=alert(1)> of markup", es: Marcas, pt: Marcas }
    keywords: [markup]
    body:
      en: "<script>alert(2)</script> **<b>loud</b>** [safe](https://shop.example/help)"
      es: Nada
      pt: Nada
`

describe.skipIf(browser === null)('what a customer may read before the chat', () => {
  let page: Page
  let panel: FrameLocator
  const call = <T>(method: 'GET' | 'PUT', path: string, body?: object) =>
    createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch }).request<T>({
      method,
      path,
      ...(body && { body }),
    })
  const tag = () =>
    `<script src="${server.address}/widget/loader.js" data-channel="${key}" data-language="${language}" async></script>`
  const launcher = () => page.locator('switchyard-chat').getByRole('button')
  const answers = async () => {
    const { data } = await call<Listing<{ data: object }>>('GET', '/v1/events?types=article.answered')
    return data.map((event) => event.data)
  }
  const faults = async () => {
    const frame = await (await page.locator('iframe').elementHandle())?.contentFrame()
    if (frame == null) throw new Error('There is no frame.')
    return seriousFaults(frame as unknown as Page)
  }
  /** A service with too much to do suggests nothing; who writes on is suggested it then. */
  const write = async (label: string, text: string, title: string) => {
    const field = panel.getByLabel(label)
    await vi.waitUntil(
      async () => {
        await field.fill('')
        await field.fill(text)
        const found = panel.getByText(title).waitFor({ timeout: 10_000 })
        return found.then(
          () => true,
          () => false,
        )
      },
      { timeout: 60_000, interval: 10 },
    )
  }
  const focused = () =>
    panel.locator(':focus').evaluate((element) => (element as unknown as { innerText: string }).innerText.trim())

  beforeAll(async () => {
    server = await startServer()
    const isBuilt = () => fetch(`${server.address}/widget/loader.js`).then(({ ok }) => ok)
    await vi.waitUntil(isBuilt, { timeout: 120_000, interval: 200 })
    shop = await openShop(tag)
    const { document } = await call<{ document: string }>('GET', '/v1/workflow')
    const ours = document.replace('https://shop.example', shop.origin)
    const changed = ours.replace(/^articles:.*\n/m, () => hostile)
    await call('PUT', '/v1/workflow', { document: changed })
    const context = await browser?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
    if (context === undefined) throw new Error('There is no browser.')
    page = await context.newPage()
    page.setDefaultTimeout(60_000)
    panel = page.frameLocator('iframe')
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await shop?.close()
    await server?.stop()
  })

  it('is found while it writes, and opens where it stands by the keyboard', async () => {
    const complaints: string[] = []
    page.on(
      'console',
      (message) => void (/Content Security|Refused to|Trusted/.test(message.text()) && complaints.push(message.text())),
    )
    await page.goto(shop.origin)
    await launcher().click()
    const about = panel.getByLabel('What is it about?')
    await write('What is it about?', 'My deposit is missing since noon.', 'A deposit has not arrived')
    const status = panel.getByRole('status').filter({ hasText: 'This may already answer it' })
    await status.waitFor()
    expect(await panel.locator('summary').allInnerTexts()).toEqual(['A deposit has not arrived'])
    await keepPicture(page, 'widget-articles-1440-light')
    await about.focus()
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Start the chat')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('A deposit has not arrived')
    await page.keyboard.press('Enter')
    await panel.getByText('within 15 minutes').waitFor()
    expect(await panel.locator('.reads ol li').count()).toBe(3)
    expect(await faults()).toEqual([])
    await keepPicture(page, 'widget-article-1440-light')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(page, 'widget-article-390-dark')
    expect(await faults()).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'widget-article-390-light')
    await page.setViewportSize({ width: 1440, height: 900 })
    expect(complaints).toEqual([])
  })

  it('is said to have helped, without a chat', async () => {
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Yes')
    await page.keyboard.press('Enter')
    await panel.getByRole('status').filter({ hasText: 'Good to know.' }).waitFor()
    await expect.poll(answers).toEqual([{ article: 'missing-deposit', channel: 'live-chat', helped: true }])
    expect((await call<Listing<object>>('GET', '/v1/chat/sessions')).data).toEqual([])
  })

  it('goes away with what it was found by', async () => {
    await panel.getByLabel('What is it about?').fill('Good morning')
    await expect.poll(() => panel.locator('summary').count()).toBe(0)
  })

  it('is words whatever it says, and its links lead out of the chat', async () => {
    const complaints: string[] = []
    page.on(
      'console',
      (message) => void (/Content Security|Refused to|Trusted/.test(message.text()) && complaints.push(message.text())),
    )
    page.on('dialog', (dialog) => void complaints.push(dialog.message()))
    await write('What is it about?', 'Some markup', '<img src=x onerror=alert(1)> of markup')
    await panel.getByText('<img src=x onerror=alert(1)> of markup').click()
    await panel.getByText('<script>alert(2)</script>').waitFor()
    await panel.getByText('<b>loud</b>').waitFor()
    const link = panel.getByRole('link', { name: 'safe' })
    expect([await link.getAttribute('href'), await link.getAttribute('target')]).toEqual([
      'https://shop.example/help',
      '_blank',
    ])
    expect(await panel.locator('.reads img, .reads script').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('is in the language of its reader, who talks to somebody after all', async () => {
    language = 'es'
    await page.goto(shop.origin)
    await launcher().click()
    await write('¿De qué se trata?', 'Me han cobrado dos veces', 'Qué necesitamos para encontrar un pago')
    await panel.getByText('Qué necesitamos para encontrar un pago').click()
    await panel.getByText('¿Puede enviarnos el identificador').waitFor()
    await panel.getByRole('button', { name: 'No, quiero hablar' }).click()
    await panel.getByText('Me han cobrado dos veces').waitFor()
    await panel.getByText('Usted es el siguiente').waitFor()
    await expect.poll(answers).toContainEqual({ article: 'payment-details', channel: 'live-chat', helped: false })
  })

  it('is counted by visits: this one asked after all', async () => {
    const figures = async () => (await call<ReportOverview>('GET', '/v1/reports/overview')).articles
    const once = { shown: 1, opened: 1, undecided: 0, withoutChat: 0 }
    await expect.poll(figures).toMatchObject({ ...once, helped: 1, notHelped: 1 })
    const rowOf = async (key: string) => (await figures())?.byArticle.find((row) => row.key === key)
    expect(await rowOf('missing-deposit')).toMatchObject({ ...once, helped: 1, notHelped: 0 })
    expect(await rowOf('payment-details')).toMatchObject({ ...once, helped: 0, notHelped: 1 })
  })
})
