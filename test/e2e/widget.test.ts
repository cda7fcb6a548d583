import type { Browser, Frame, FrameLocator, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Agent, createClient, type Listing } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { openShop, type Shop } from './testing/shop.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer
let shop: Shop
let stranger: Shop

const key = 'operations-review.live-chat'
/** What else the shop's page does. */
let extra = ''
const tag = () => `${extra}<script src="${server.address}/widget/loader.js" data-channel="${key}" async></script>`

interface Chat {
  readonly id: string
  readonly taskId: string
  readonly messages: number
  readonly rating: { readonly score: number; readonly comment: string | null } | null
}

describe.skipIf(browser === null)('the chat on a page of a shop', () => {
  let page: Page
  let panel: FrameLocator
  let agentId: string
  const call = <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
    createClient({ baseUrl: server.address, token: server.token }).request<T>({ method, path, ...(body && { body }) })
  const chats = async () => (await call<Listing<Chat>>('GET', '/v1/chat/sessions')).data
  const say = (body: string) =>
    chats().then(([chat]) => call('POST', `/v1/chat/sessions/${chat?.id}/messages`, { body, agentId }))
  /** The service is there before its pages are, where they had to be built. */
  const areBuilt = async () => {
    const pages = ['/widget/demo', '/widget/loader.js'].map((path) => fetch(`${server.address}${path}`))
    return (await Promise.all(pages)).every(({ ok }) => ok)
  }
  const launcher = () => page.getByRole('button', { name: /chat/i })
  const frameOf = async (): Promise<Frame> => {
    const frame = await (await page.locator('iframe').elementHandle())?.contentFrame()
    if (frame == null) throw new Error('There is no frame.')
    return frame
  }
  const faults = async () => [
    ...(await seriousFaults(page)),
    ...(await seriousFaults((await frameOf()) as unknown as Page)),
  ]

  beforeAll(async () => {
    server = await startServer()
    await vi.waitUntil(areBuilt, { timeout: 120_000, interval: 200 })
    shop = await openShop(tag)
    stranger = await openShop(tag)
    const { document } = await call<{ document: string }>('GET', '/v1/workflow')
    await call('PUT', '/v1/workflow', { document: document.replace('https://shop.example', shop.origin) })
    const { data } = await call<Listing<Agent>>('GET', '/v1/agents')
    agentId = data.find(({ name }) => name === 'Inês Duarte')?.id ?? ''
    const context = await browser?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
    if (context === undefined) throw new Error('There is no browser.')
    page = await context.newPage()
    page.setDefaultTimeout(60_000)
    panel = page.frameLocator('iframe')
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await shop?.close()
    await stranger?.close()
    await server?.stop()
  })

  it('opens on the session of an order, in a page of its own', async () => {
    const order = { placedAt: '2026-11-20T08:45:00.000Z', status: 'PREPARING' }
    await call('PUT', '/v1/orders/ORD-page', order)
    const descriptor = { name: 'Late delivery', long_desc: 'Where is my parcel?' }
    const { chat } = await call<{ chat: { url: string } }>('POST', '/support/ORD-page', { descriptor })
    expect(new URL(chat.url).pathname).toBe('/widget/session')
    const own = `${server.address}${chat.url.slice(new URL(chat.url).origin.length)}`
    await page.goto(own)
    await panel.getByText('Where is my parcel?').waitFor()
    await panel.getByRole('textbox').fill('It was due at noon.')
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await chats())[0]?.messages).toBe(2)
    expect(await faults()).toEqual([])
    await keepPicture(page, 'order-support-session')
    await page.reload()
    await panel.getByText('It was due at noon.').waitFor()
    await call('DELETE', '/support/ORD-page')
    // On a page where no chat writes.
    await page.goto(`${server.address}/widget/loader.js`)
    await page.evaluate('localStorage.clear()')
  })

  it('comes although the first page of it did not', async () => {
    const refused = vi.fn((route: Route) => route.fulfill({ status: 503, body: 'busy' }))
    await page.route('**/widget/frame?**', refused, { times: 1 })
    await page.goto(shop.origin)
    await launcher().waitFor()
    expect(refused).toHaveBeenCalledOnce()
  })

  it('shows its button there, whatever the page’s styles, and opens a form by the keyboard', async () => {
    await page.goto(shop.origin)
    await launcher().waitFor()
    expect(await launcher().evaluate((button) => (button as unknown as { clientTop: number }).clientTop)).toBe(0)
    await launcher().focus()
    await page.keyboard.press('Enter')
    const name = panel.getByLabel('Your name')
    await name.waitFor()
    await expect
      .poll(() => name.evaluate((field) => (field as unknown as { matches(rule: string): boolean }).matches(':focus')))
      .toBe(true)
    expect(await faults()).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(() => launcher().getAttribute('aria-expanded')).toBe('false')
    expect(await page.evaluate(`document.querySelector('switchyard-chat').shadowRoot.activeElement?.tagName`)).toBe(
      'BUTTON',
    )
  })

  it('says what is missing, then opens a chat with what was asked', async () => {
    await launcher().click()
    await panel.getByRole('button', { name: 'Start the chat' }).click()
    await panel.getByText('Needed to start').waitFor()
    await panel.getByLabel('Your name').fill('Elif Aydın')
    await panel.getByLabel('Your e-mail').fill('elif@mail.example')
    await panel.getByLabel('What is it about?').fill('My parcel is marked delivered, nothing arrived.')
    await keepPicture(page, 'widget-form-1440-light')
    await panel.getByRole('button', { name: 'Start the chat' }).click()
    await panel.getByText('You are next').waitFor()
    await panel.getByText('My parcel is marked delivered, nothing arrived.').waitFor()
    expect(await faults()).toEqual([])
    await keepPicture(page, 'widget-waiting-1440-light')
  })

  it('goes live when an agent accepts, and carries messages both ways', async () => {
    await call('PUT', `/v1/agents/${agentId}/presence`, { state: 'available' })
    const offers = () => call<Listing<{ id: string; agentId: string }>>('GET', '/v1/offers?state=pending')
    await expect.poll(async () => (await offers()).data.length, { timeout: 20_000 }).toBe(1)
    await call('POST', `/v1/offers/${(await offers()).data[0]?.id}/accept`, {})
    await panel.getByText('Inês Duarte is with you').waitFor()
    await say('Hello Elif, I am looking at the courier’s photo.')
    await panel.getByText('Hello Elif, I am looking').waitFor()
    await panel.getByRole('textbox').fill('It is not in the lobby.')
    await panel.getByRole('textbox').press('Enter')
    await panel.getByText(/^(Sent|Read)/).waitFor()
    expect((await chats())[0]?.messages).toBe(3)
    expect(await faults()).toEqual([])
  })

  it('shows typing and read marks, over the session’s own socket', async () => {
    const [chat] = await chats()
    const desk = new WebSocket(`${server.address.replace('http', 'ws')}/v1/chat/sessions/${chat?.id}/stream`, [
      'switchyard.v1',
      `bearer.${server.token}`,
    ])
    const heard: { type: string; by?: string; seq?: number }[] = []
    desk.onmessage = ({ data }) => heard.push(JSON.parse(String(data)) as { type: string })
    await expect.poll(() => desk.readyState, { timeout: 20_000 }).toBe(WebSocket.OPEN)
    desk.send(JSON.stringify({ type: 'typing' }))
    await panel.getByText('Inês Duarte is writing').waitFor()
    desk.send(JSON.stringify({ type: 'read', seq: 3 }))
    await panel.getByText(/^Read/).waitFor()
    // It is told at most every three seconds.
    const isHeard = async () => {
      await panel.getByRole('textbox').pressSequentially('m')
      return heard.some(({ type, by }) => type === 'typing' && by === 'customer')
    }
    await expect.poll(isHeard, { timeout: 20_000, interval: 500 }).toBe(true)
    await panel.getByRole('textbox').fill('')
    desk.close()
  })

  it('keeps what is written while the network is gone, and misses nothing', async () => {
    await page.context().setOffline(true)
    await panel.getByText('No connection').waitFor()
    await panel.getByRole('textbox').fill('Written without a network.')
    await panel.getByRole('textbox').press('Enter')
    await panel.getByText('Waiting for the connection').waitFor()
    await say('Said while you were away.')
    await keepPicture(page, 'widget-offline-1440-light')
    await page.context().setOffline(false)
    await panel.getByText('Said while you were away.').waitFor()
    await expect.poll(async () => (await chats())[0]?.messages, { timeout: 20_000 }).toBe(5)
    await panel.getByText('No connection').waitFor({ state: 'detached' })
    expect(await panel.getByText('Written without a network.').count()).toBe(1)
  })

  it('goes on after a reload, and counts what was missed on its button', async () => {
    await page.reload()
    await launcher().waitFor()
    await say('Are you there?')
    await page.getByRole('button', { name: 'Open the chat, 1 unread' }).waitFor()
    await keepPicture(page, 'widget-unread-1440-light')
    await launcher().click()
    await panel.getByText('Are you there?').waitFor()
    await panel.getByText('My parcel is marked delivered, nothing arrived.').waitFor()
    await keepPicture(page, 'widget-live-1440-light')
  })

  it('looks right on a phone and in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(page, 'widget-live-1440-dark')
    expect(await faults()).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await keepPicture(page, 'widget-live-390-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'widget-live-390-light')
    const size = await page.locator('iframe').boundingBox()
    expect([size?.x, size?.width]).toEqual([0, 390])
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('ends, and is rated', async () => {
    await panel.getByRole('button', { name: 'End the chat' }).click()
    await panel.getByRole('button', { name: 'End the chat' }).click()
    await panel.getByRole('heading', { name: 'This conversation has ended' }).waitFor()
    await panel.getByLabel('4 of 5').check({ force: true })
    await panel.getByPlaceholder('What should we know?').fill('Quick and kind.')
    await keepPicture(page, 'widget-rating-1440-light')
    expect(await faults()).toEqual([])
    await panel.getByRole('button', { name: 'Send the rating' }).click()
    await panel.getByText('Your rating was received').waitFor()
    expect((await chats())[0]?.rating).toMatchObject({ score: 4, comment: 'Quick and kind.' })
    await panel.getByRole('button', { name: 'Start a new conversation' }).click()
    await panel.getByLabel('Your name').waitFor()
  })

  it('does not appear on a page of an origin that the channel does not list', async () => {
    const other = await page.context().newPage()
    const refused = other.waitForResponse((response) => response.url().includes('/widget/frame'))
    await other.goto(stranger.origin)
    expect((await refused).status()).toBe(403)
    expect(await other.getByRole('button').count()).toBe(0)
    // A page that lies about its origin gets the page's policy, and the browser keeps to that.
    await other.evaluate(
      `document.body.append(Object.assign(document.createElement('iframe'), { src: '${server.address}/widget/frame?channel=${key}&origin=${shop.origin}', id: 'lie' }))`,
    )
    const lie = await (await other.locator('#lie').elementHandle())?.contentFrame()
    await expect.poll(() => lie?.url(), { timeout: 10_000 }).toContain('chrome-error')
    await other.close()
  })

  it('is mirrored on a page that reads from right to left', async () => {
    extra = `<script>document.documentElement.dir = 'rtl'</script>`
    await page.reload()
    await launcher().click()
    await panel.getByLabel('Your name').waitFor()
    const box = await page.locator('iframe').boundingBox()
    expect(box?.x).toBe(28)
    expect(await (await frameOf()).evaluate(`document.documentElement.dir`)).toBe('rtl')
    await keepPicture(page, 'widget-rtl-1440-light')
    extra = ''
  })

  it('takes a message while the queue is closed, and says when it opens', async () => {
    const { document } = await call<{ document: string }>('GET', '/v1/workflow')
    const inThreeDays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 3) % 7]
    await call('PUT', '/v1/workflow', {
      document: document
        .replace('calendars:\n', `calendars:\n  rare: { zone: UTC, week: { ${inThreeDays}: [["09:00", "17:30"]] } }\n`)
        .replace('label: Frontline\n', 'label: Frontline\n      hours: rare\n'),
    })
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect
      .poll(async () => (await fetch(`${server.address}/v1/widget/channels/${key}`)).json(), { timeout: 20_000 })
      .toMatchObject({ isOpen: false })
    await page.goto(shop.origin)
    await launcher().click()
    await panel.getByText(/^We open/).waitFor()
    await panel.getByLabel('Your e-mail').fill('elif@mail.example')
    await panel.getByLabel('What is it about?').fill('Please write to me.')
    expect(await faults()).toEqual([])
    await keepPicture(page, 'widget-closed-1440-dark')
    await panel.getByRole('button', { name: 'Leave a message' }).click()
    await panel.getByText('Your message was received').waitFor()
    expect((await chats())[0]).toMatchObject({ status: 'closed', endReason: 'message' })
    await page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(page, 'widget-left-1440-light')
    await panel.getByRole('button', { name: 'Start a new conversation' }).click()
  })

  it('is tried in a shop of our own', async () => {
    await page.goto(`${server.address}/widget/demo`)
    await launcher().click()
    await panel.getByLabel('Your name').waitFor()
    await keepPicture(page, 'widget-demo-1440-light')
    expect(await faults()).toEqual([])
  })
})
