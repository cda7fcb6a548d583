import type { Browser, Frame, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createClient, type Listing } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

interface Chat {
  readonly id: string
  readonly taskId: string
  readonly messages: number
  readonly endReason: string | null
}

interface Said {
  readonly id: string
  readonly attachments: readonly { readonly name: string }[]
}

describe.skipIf(browser === null)('a customer who waits in a shop', () => {
  let page: Page
  let panel: FrameLocator
  const call = <T>(method: 'GET' | 'POST', path: string, body?: object) =>
    createClient({ baseUrl: server.address, token: server.token }).request<T>({ method, path, ...(body && { body }) })
  const chats = async () => (await call<Listing<Chat>>('GET', '/v1/chat/sessions')).data
  const launcher = () => page.getByRole('button', { name: /chat/i })
  const frameOf = async (): Promise<Frame> => {
    const frame = await (await page.locator('iframe').elementHandle())?.contentFrame()
    if (frame == null) throw new Error('There is no frame.')
    return frame
  }
  const faults = async () => seriousFaults((await frameOf()) as unknown as Page)
  /** The service is there before its pages are, where they had to be built. */
  const areBuilt = async () => {
    const pages = ['/widget/demo', '/widget/loader.js'].map((path) => fetch(`${server.address}${path}`))
    return (await Promise.all(pages)).every(({ ok }) => ok)
  }

  beforeAll(async () => {
    server = await startServer()
    await vi.waitUntil(areBuilt, { timeout: 120_000, interval: 200 })
    const context = await browser?.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
    if (context === undefined) throw new Error('There is no browser.')
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
    panel = page.frameLocator('iframe')
    await page.goto(`${server.address}/widget/demo`)
    await launcher().click()
    await panel.getByLabel('Your name').fill('Elif')
    await panel.getByLabel('What is it about?').fill('The other parcel is late too.')
    await panel.getByRole('button', { name: 'Start the chat' }).click()
    await panel.getByText('Rather not wait?').waitFor()
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('sends a file with a message, and takes both away when their words are taken out', async () => {
    const chosen = page.waitForEvent('filechooser')
    await panel.getByRole('button', { name: 'Attach files' }).click()
    await (await chosen).setFiles({ name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('Card 4111') })
    await panel.getByRole('button', { name: 'Remove receipt.txt' }).waitFor()
    await panel.getByRole('textbox').fill('My card is 4111 1111.')
    await expect.poll(() => panel.getByRole('button', { name: 'Send' }).isEnabled()).toBe(true)
    await keepPicture(page, 'widget-file-1440-light')
    expect(await faults()).toEqual([])
    await panel.getByRole('button', { name: 'Send' }).click()
    await panel.getByRole('button', { name: 'receipt.txt', exact: true }).waitFor()
    const [chat] = await chats()
    const said = await call<Listing<Said>>('GET', `/v1/chat/sessions/${chat?.id}/messages?limit=200`)
    const last = said.data.at(-1)
    expect(last?.attachments.map(({ name }) => name)).toEqual(['receipt.txt'])
    await call('POST', `/v1/messages/${last?.id}/redact`, { reason: 'payment_data' })
    await panel.getByText('This message was removed').waitFor()
    expect(await panel.getByText('4111').count()).toBe(0)
    expect(await panel.getByText('receipt.txt').count()).toBe(0)
    await keepPicture(page, 'widget-removed-1440-light')
    await page.reload()
    await launcher().click()
    await panel.getByText('This message was removed').waitFor()
  })

  it('is told why what was said cannot be mailed: it has told no address', async () => {
    await panel.getByRole('button', { name: 'E-mail me the transcript' }).click()
    await panel.getByText('There is no e-mail address of yours').waitFor()
  })

  it('leaves a message out of the line, when nobody is waited for any more', async () => {
    await panel.getByRole('button', { name: 'Leave a message' }).click()
    const written = panel.getByLabel('Your message')
    await expect
      .poll(() =>
        written.evaluate((field) => (field as unknown as { matches(rule: string): boolean }).matches(':focus')),
      )
      .toBe(true)
    await panel.getByLabel('Your e-mail').fill('elif')
    await panel.getByRole('button', { name: 'Leave a message' }).click()
    await panel.getByText('An address such as').waitFor()
    expect(await faults()).toEqual([])
    await keepPicture(page, 'widget-leave-1440-light')
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await keepPicture(page, 'widget-leave-390-dark')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await panel.getByLabel('Your message').fill('Write to me about it.')
    await panel.getByLabel('Your e-mail').fill('elif@mail.example')
    await panel.getByRole('button', { name: 'Leave a message' }).click()
    await panel.getByRole('heading', { name: 'Your message was received' }).waitFor()
    await keepPicture(page, 'widget-left-line-1440-light')
    const [chat] = await chats()
    expect(chat).toMatchObject({ endReason: 'message', messages: 3 })
  })

  it('is not asked how it was where nobody has come', async () => {
    await panel.getByRole('button', { name: 'Start a new conversation' }).click()
    expect(await panel.getByText('There is no e-mail address of yours').count()).toBe(0)
    await panel.getByLabel('Your name').fill('Elif')
    await panel.getByLabel('What is it about?').fill('And a third one.')
    await panel.getByRole('button', { name: 'Start the chat' }).click()
    await panel.getByText('Rather not wait?').waitFor()
    const [chat] = await chats()
    await call('POST', `/v1/tasks/${chat?.taskId}/cancel`, {})
    await panel.getByRole('heading', { name: 'This conversation has ended' }).waitFor()
    expect(await panel.getByText('How did it go?').count()).toBe(0)
    expect(await faults()).toEqual([])
  })
})
