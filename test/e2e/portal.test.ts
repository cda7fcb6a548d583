import type { Browser, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Ticket } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { drawPicture } from './testing/picture.ts'
import { openPortalSide, type PortalSide } from './testing/portal-customer.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer
let side: PortalSide

const email = 'elif@mail.example'
const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }

describe.skipIf(browser === null)('a customer at the portal', () => {
  let page: Page
  let late: Ticket
  let lamp: Ticket
  let link = ''
  const refusals: string[] = []
  const home = () => `${server.address}/portal/operations-review`
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const rows = () => page.getByRole('region', { name: /Your requests|Os seus pedidos/ }).getByRole('listitem')
  const reply = () => page.getByRole('textbox', { name: 'Write a reply' })
  const log = () => page.getByRole('log')
  const fits = () => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')
  /** Both widths in both themes: nothing is cut off, and nobody is kept out. */
  const look = async (name: string) => {
    for (const [width, size, judged] of [
      ['1440', wide, 'light'],
      ['390', narrow, 'dark'],
    ] as const) {
      await page.setViewportSize(size)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await keepPicture(page, `portal-${name}-${width}-${colorScheme}`)
        if (colorScheme === judged) expect([name, width, await seriousFaults(page)]).toEqual([name, width, []])
      }
      expect([name, width, await fits()]).toEqual([name, width, true])
    }
    await page.setViewportSize(wide)
    await page.emulateMedia({ colorScheme: 'light' })
  }
  /** As a person does whom a busy service tells to try again. */
  const untilShown = (ask: () => Promise<Response | null>) =>
    // Null where only what stands behind the # is another.
    expect.poll(async () => (await ask())?.ok() ?? true).toBe(true)
  const open = (where: Page, address: string) => untilShown(() => where.goto(address))
  /** The service is there before its pages are, where they had to be built. */
  const isBuilt = async () => (await fetch(home())).ok

  beforeAll(async () => {
    server = await startServer()
    side = openPortalSide(server, email)
    lamp = await side.ask('The lamp flickers', 'It does so since Monday.')
    late = await side.ask('My parcel is marked delivered, nothing arrived', 'Order 500131. The courier says 10:42.')
    await vi.waitUntil(isBuilt, { timeout: 120_000, interval: 200 })
    const context = await browser?.newContext({ viewport: wide, locale: 'en-GB' })
    if (context === undefined) throw new Error('There is no browser.')
    page = await context.newPage()
    page.setDefaultTimeout(60_000)
    page.on('console', (message) => {
      if (/policy|trusted/i.test(message.text())) refusals.push(message.text())
    })
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('asks for a link, is told what is wrong with an address, and the same whoever it is', async () => {
    await open(page, home())
    await page.getByRole('heading', { name: 'Your requests at' }).waitFor()
    await look('door')
    await page.getByLabel('Your e-mail').fill('elif')
    await page.keyboard.press('Enter')
    await page.getByText('An address such as').waitFor()
    await page.getByLabel('Your e-mail').fill('nobody@mail.example')
    await button('Send me a link').click()
    await page.getByText('If we know nobody@mail.example').waitFor()
    await button('Use another address').click()
    await page.getByLabel('Your e-mail').fill(email)
    await button('Send me a link').click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    await look('mailed')
    link = await side.link(null)
  })

  it('comes in by the press of a button, once, and the secret leaves the address', async () => {
    await open(page, link)
    await page.getByRole('heading', { name: 'Your link is ready' }).waitFor()
    await expect.poll(() => page.url()).not.toContain('link=')
    await look('ready')
    await button('Open my requests').click()
    await expect.poll(() => rows().count()).toBe(2)
    const other = await page.context().newPage()
    other.setDefaultTimeout(60_000)
    await open(other, link)
    await other.getByRole('button', { name: 'Open my requests' }).click()
    await other.getByText('This link does not work any more').waitFor()
    await other.close()
  })

  it('sees every request with its status in plain words, and is still in after a reload', async () => {
    await untilShown(() => page.reload())
    await expect.poll(() => rows().count()).toBe(2)
    await rows().first().getByText('Received').waitFor()
    await look('list')
    await button('Done').click()
    await page.getByText('No requests here').waitFor()
    await button('All').click()
  })

  it('goes to a request and answers by the keyboard alone', async () => {
    const row = page.getByRole('link', { name: /My parcel/ })
    await row.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: late.issueSummary }).waitFor()
    await expect.poll(() => page.evaluate<string>('document.activeElement?.textContent ?? ""')).toBe(late.issueSummary)
    await log().getByText('Order 500131').waitFor()
    for (let step = 0; step < 4; step++) {
      if (await reply().evaluate((field) => (field as unknown as { matches(rule: string): boolean }).matches(':focus')))
        break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.type('It is not in the lobby.')
    await page.keyboard.press('Control+Enter')
    await log().getByText('It is not in the lobby.').waitFor()
    await expect.poll(() => reply().inputValue()).toBe('')
    await page.keyboard.press('Tab')
    await expect
      .poll(() => page.evaluate<string>('document.activeElement?.getAttribute("aria-label") ?? ""'))
      .toBe('Attach a file')
  })

  it('hears from the team without asking, as text and nothing else', async () => {
    await side.say(late.id, 'We are looking at the courier’s photo. <b>Which</b> door is yours?')
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    await log().getByText('<b>Which</b> door').waitFor()
    await log().getByText('Support team').waitFor()
  })

  it('is told that a message was removed, and reads none of it', async () => {
    await side.sayAndRedact(late.id, 'His number is 555-0134, call him.')
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    await log().getByText('This message was removed').waitFor()
    await page.getByRole('link', { name: /My parcel.*This message was removed/ }).waitFor()
    expect(await page.getByText('555-0134').count()).toBe(0)
    await look('removed')
  })

  it('attaches files, takes one back, and saves what was sent', async () => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Attach a file').click()])
    await chooser.setFiles([
      { name: 'front-door.png', mimeType: 'image/png', buffer: drawPicture(640, 360) },
      { name: 'wrong.txt', mimeType: 'text/plain', buffer: Buffer.from('not this one') },
    ])
    await button('Remove wrong.txt').click()
    await reply().fill('The blue one, on the left.')
    await expect.poll(() => button('Send').isEnabled()).toBe(true)
    await look('attaching')
    await button('Send').click()
    const file = page.getByRole('button', { name: /Download front-door.png/ })
    await file.waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), file.click()])
    expect(download.suggestedFilename()).toBe('front-door.png')
    await look('request')
  })

  it('keeps a draft while the service cannot be reached, and says so', async () => {
    await reply().fill('Are you there?')
    await page.context().setOffline(true)
    await button('Send').click()
    await page.getByText('That was not sent').waitFor()
    expect(await reply().inputValue()).toBe('Are you there?')
    await page.context().setOffline(false)
    await untilShown(() => page.reload())
    await expect.poll(() => reply().inputValue()).toBe('Are you there?')
    await button('Send').click()
    await log().getByText('Are you there?').waitFor()
  })

  it('rates what is solved, and changes it', async () => {
    await side.solve(late.id, 'Found with a neighbour.')
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    await page.getByText('How did it go?').waitFor()
    await page.getByRole('radio', { name: '4 of 5, Good' }).focus()
    await page.keyboard.press('Space')
    await page.getByLabel('What should we know?').fill('Kind, and quick.')
    await look('rating')
    await button('Send the rating').click()
    await page.getByText('Thank you. You gave 4 of 5.').waitFor()
    await button('Change').click()
    await page.getByRole('radio', { name: '5 of 5, Very good' }).check({ force: true })
    await button('Send the rating').click()
    await page.getByText('Thank you. You gave 5 of 5.').waitFor()
    await look('solved')
  })

  it('is told that a reply opens it again, and opens it', async () => {
    await page.getByText('Not solved? Write until').waitFor()
    await reply().fill('It was the wrong parcel.')
    await button('Send and open again').click()
    await log().getByText('It was the wrong parcel.').waitFor()
    await button('Open').first().click()
    await expect.poll(() => rows().count()).toBe(2)
    await button('All').click()
  })

  it('is told that a reply after the window is a new request, and goes there with it', async () => {
    await side.publish((document) => document.replaceAll('reopenWindow: 14d', 'reopenWindow: 1s'))
    await side.solve(lamp.id, 'Sent a new bulb.')
    await page.getByRole('link', { name: /The lamp/ }).click()
    await expect
      .poll(
        async () => {
          await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
          return page.getByText('What you write begins a new request').isVisible()
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(true)
    await reply().fill('It flickers again.')
    await look('follow-up')
    await button('Send as a new request').click()
    await page.getByText(/Your message is request #\d+ now/).waitFor()
    await log().getByText('It flickers again.').waitFor()
    await expect.poll(() => rows().count()).toBe(3)
  })

  it('reads it in another language, and from the other side', async () => {
    await button(/^Your account/).click()
    await look('menu')
    await button('Português').click()
    await page.getByRole('heading', { name: 'Os seus pedidos' }).waitFor()
    await open(page, `${home()}?dir=rtl`)
    await page.getByRole('heading', { name: 'Os seus pedidos' }).waitFor()
    await rows().first().getByRole('link').click()
    await log().waitFor()
    await look('rtl')
    await open(page, home())
    await button(/^A sua conta/).click()
    await button('English').click()
    await page.getByRole('heading', { name: 'Your requests' }).waitFor()
  })

  it('signs out, here and everywhere', async () => {
    await button('Sign out everywhere').click()
    await page.getByText('You are signed out everywhere').waitFor()
    expect(
      await page.evaluate<string[]>('Object.keys(localStorage).filter((name) => /portal\\.op/.test(name))'),
    ).toEqual([])
    await open(page, `${home()}#/${late.id}`)
    await page.getByLabel('Your e-mail').fill(email)
    await button('Send me a link').click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
    await open(page, await side.link(link))
    await button('Open my requests').click()
    // The request that was asked for, not the list.
    await page.getByRole('heading', { name: late.issueSummary }).waitFor()
    await button(/^Your account/).click()
    await button(/^Sign out$/).click()
    await page.getByText('You are signed out.').waitFor()
  })

  it('did nothing that the page’s policy forbids', () => expect(refusals).toEqual([]))
})
