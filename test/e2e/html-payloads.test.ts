import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Listing } from '@switchyard/sdk'
import { htmlPayloads, hostOfPayload, markOfPayload } from '../api/testing/html-payloads.ts'
import { declaredPages } from '../architecture/declared-routes.ts'
import { describeDesk } from './testing/desk.ts'
import { openShop, type Shop } from './testing/shop.ts'

const key = 'operations-review.live-chat'
const [first = ''] = htmlPayloads
/** Elements that none of our pages has where people’s words stand, and attributes that none has at all. */
const strange = [
  'iframe, object, embed, base, math, marquee, portal, frame, applet, audio, video, meter, keygen, bgsound',
  '[onerror], [onload], [onfocus], [onbegin], [ontoggle], [onclick], [onanimationstart], [onpageshow], [onstart]',
  `[href^="javascript" i], [action], [formaction], [ping], [src*="${hostOfPayload}"], [href*="${hostOfPayload}"]`,
  `[style*="${hostOfPayload}"], style:not(:empty)`,
].join(', ')

/** What every page of ours forbids itself (reliability.md 3.17). */
const forbidden = ["default-src 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"]

describeDesk('what is written as markup', (desk) => {
  let shop: Shop
  let page: Page
  const faults: string[] = []

  /** Everything that a payload could do shows here: a dialog, a request elsewhere, a new window, a policy that stopped it. */
  function watch(watched: Page): void {
    const own = new Set([new URL(desk.server.address).host, new URL(shop.origin).host])
    watched.on('dialog', (dialog) => {
      faults.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    watched.on('popup', (popup) => void faults.push(`popup ${popup.url()}`))
    watched.on('request', (request) => {
      const { protocol, host } = new URL(request.url())
      if (/^(?:https?|wss?):$/.test(protocol) && !own.has(host)) faults.push(`request ${request.url()}`)
    })
    watched.on('console', (message) => {
      if (/Content Security Policy|Refused to|TrustedHTML/.test(message.text())) faults.push(message.text())
    })
  }

  const hasRun = (frame: Frame | Page) => frame.evaluate(`window.${markOfPayload}`)
  const strangers = (frame: Frame | Page) =>
    frame.evaluate(
      `[...document.body.querySelectorAll(${JSON.stringify(strange)})].map((one) => one.outerHTML.slice(0, 200))`,
    ) as Promise<string[]>
  const text = (frame: Frame | Page) => frame.evaluate('document.body.textContent') as Promise<string>

  beforeAll(async () => {
    shop = await openShop(
      () => `<script src="${desk.server.address}/widget/loader.js" data-channel="${key}" async></script>`,
    )
    await vi.waitUntil(async () => (await fetch(`${desk.server.address}/widget/loader.js`)).ok, {
      timeout: 120_000,
      interval: 200,
    })
    const { document } = await desk.call<{ document: string }>('GET', '/v1/workflow')
    await desk.call('PUT', '/v1/workflow', { document: document.replace('https://shop.example', shop.origin) })
    page = await desk.visit(shop.origin)
    watch(page)
    watch(desk.page)
  }, 240_000)
  afterAll(() => shop?.close())

  it('is words in the widget: nothing runs, nothing is asked for, nothing looks otherwise', async () => {
    const panel = page.frameLocator('iframe')
    await page.getByRole('button', { name: /chat/i }).click()
    await panel.getByLabel('Your name').fill(first)
    await panel.getByLabel('Your e-mail').fill('elif@mail.example')
    await panel.getByLabel('What is it about?').fill(htmlPayloads[1] ?? '')
    await panel.getByRole('button', { name: 'Start the chat' }).click()
    await panel
      .getByText(htmlPayloads[1] ?? '')
      .first()
      .waitFor()
    const chats = await desk.call<Listing<{ id: string }>>('GET', '/v1/chat/sessions')
    const chatId = chats.data[0]?.id ?? ''
    await Promise.all(htmlPayloads.map((body) => desk.call('POST', `/v1/chat/sessions/${chatId}/messages`, { body })))
    const last = 'The last word.'
    await desk.call('POST', `/v1/chat/sessions/${chatId}/messages`, { body: last })
    await panel.getByText(last).first().waitFor()
    const frame = await (await page.locator('iframe').elementHandle())?.contentFrame()
    if (frame == null) throw new Error('There is no frame.')
    const shown = await text(frame)
    expect(htmlPayloads.filter((payload) => !squeezed(shown).includes(squeezed(payload)))).toEqual([])
    expect([await hasRun(frame), await hasRun(page), await strangers(frame)]).toEqual([undefined, undefined, []])
    expect(faults).toEqual([])
  })

  it('is words in the console: in the list, on the ticket and of its customer', async () => {
    const chats = await desk.call<Listing<{ ticketId: string }>>('GET', '/v1/chat/sessions')
    const ticketId = chats.data[0]?.ticketId ?? ''
    await desk.page.goto(`${desk.server.address}/?view=all`)
    await desk.page
      .getByText(htmlPayloads[1] ?? '')
      .first()
      .waitFor()
    expect(await strangers(desk.page)).toEqual([])
    await desk.page.goto(`${desk.server.address}/tickets/${ticketId}`)
    const timeline = desk.page.getByRole('region', { name: 'Timeline' })
    await timeline.waitFor()
    await expect
      .poll(async () => {
        const shown = squeezed(await text(desk.page))
        return htmlPayloads.filter((payload) => shown.includes(squeezed(payload))).length
      })
      .toBeGreaterThan(40)
    expect([await hasRun(desk.page), await strangers(desk.page)]).toEqual([undefined, []])
    expect(faults).toEqual([])
  })

  it('is words in the portal of its customer', async () => {
    const chats = await desk.call<Listing<{ ticketId: string; customer: { id: string } }>>('GET', '/v1/chat/sessions')
    const { ticketId = '', customer } = chats.data[0] ?? {}
    const own = { name: 'portal', permissions: ['portal:use'], customerId: customer?.id }
    const { token } = await desk.call<{ token: string }>('POST', '/v1/tokens', own)
    const home = `${desk.server.address}/portal/operations-review`
    await vi.waitUntil(async () => (await fetch(home)).ok, { timeout: 120_000, interval: 200 })
    const portal = await desk.visit(home)
    watch(portal)
    const session = JSON.stringify({ token, email: 'elif@mail.example' })
    await portal.evaluate(`localStorage.setItem('switchyard.portal.operations-review', ${JSON.stringify(session)})`)
    await portal.goto(`${home}#/${ticketId}`)
    await portal.reload()
    await portal.getByRole('log').getByText('The last word.').first().waitFor()
    const shown = squeezed(await text(portal))
    // A customer is shown the last 500 things said, whatever their order was.
    expect(htmlPayloads.filter((payload) => shown.includes(squeezed(payload))).length).toBeGreaterThanOrEqual(499)
    expect([await hasRun(portal), await strangers(portal)]).toEqual([undefined, []])
    expect(faults).toEqual([])
  })

  it('could do nothing on any page: each has a policy that forbids it', async () => {
    const own = encodeURIComponent(desk.server.address)
    const pages: Record<string, string> = {
      '/platform': '/platform',
      '/platform/requests/:key': '/platform/requests/none?workspace=operations-review',
      '/portal/:workspace': '/portal/operations-review',
      '/widget/demo': '/widget/demo',
      '/widget/frame': `/widget/frame?channel=${key}&origin=${own}`,
      '/widget/session': `/widget/session?channel=${key}`,
    }
    expect(declaredPages().toSorted()).toEqual(Object.keys(pages).toSorted())
    for (const path of [...Object.values(pages), '/', '/sign-in', '/tickets/ticket_1', '/queues']) {
      const answer = await fetch(`${desk.server.address}${path}`, { headers: { accept: 'text/html' } })
      const policy = (answer.headers.get('content-security-policy') ?? '').split('; ')
      expect([path, answer.status]).toEqual([path, path.includes('/none') ? 404 : 200])
      expect([path, forbidden.filter((rule) => !policy.includes(rule))]).toEqual([path, []])
      expect([path, policy.filter((rule) => /unsafe-|\s\*(?:\s|$)/.test(rule))]).toEqual([path, []])
      expect([path, answer.headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
    }
  })
})

/** Without what lines are broken by, and without what has no width: pages may leave that out. */
function squeezed(words: string): string {
  return words.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, '')
}
