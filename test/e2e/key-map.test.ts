import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('the keys of a ticket', () => {
  let page: Page
  const sheet = () => page.getByRole('dialog', { name: 'Help and shortcuts' })
  const lines = async () =>
    (await sheet().getByRole('listitem').all()).map(async (line) => ({
      label: (await line.locator('span').first().textContent()) ?? '',
      keys: await line.locator('kbd').allTextContents(),
    }))

  beforeAll(async () => {
    server = await startServer()
    page = await openVisitor(browser, server.signInLink)
    const ticket = await createTicket(server, {
      customerId: 'keys-ada',
      serviceLine: 'game-support',
      channel: 'email',
      language: 'en',
      issueSummary: 'The lobby is closed to me',
    })
    await page.getByRole('link', { name: 'Queue Control' }).waitFor()
    await page.goto(`${server.address}/tickets/${ticket.id}`)
    await page.getByRole('heading', { name: 'The lobby is closed to me' }).waitFor()
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('are all on the sheet, chords key by key, none twice', async () => {
    await page.keyboard.press('?')
    await sheet().getByText('Go to Reports').waitFor()
    const all = await Promise.all(await lines())
    const verbs = all.filter(({ keys }) => keys.length > 0 && !keys.includes('↵') && !keys.includes('Esc'))
    const pressed = verbs.map(({ keys }) => keys.join(' '))
    expect(new Set(pressed).size).toBe(pressed.length)
    const known = new Map(verbs.map(({ label, keys }) => [label, keys.join(' ')]))
    expect(known.get('Go to Audit')).toBe('G A')
    expect(known.get('Merge into another ticket')).toBe('D')
    expect(known.get('Assign to somebody')).toBe('A')
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'keys')
    await page.keyboard.press('Escape')
    await sheet().waitFor({ state: 'detached' })
  })

  it.each([
    ['s', () => page.getByRole('menu')],
    ['a', () => page.getByRole('menuitem').filter({ hasText: /Online|Offline|Available/ })],
    ['l', () => page.getByRole('dialog', { name: 'Tags' })],
    ['d', () => page.getByRole('dialog', { name: /^Merge #/ })],
    ['x', () => page.getByRole('dialog', { name: 'Escalate to Risk Review' })],
  ])('%s does what the sheet says', async (key, opens) => {
    await page.getByRole('region', { name: 'Timeline' }).focus()
    await page.keyboard.press(key)
    await opens().first().waitFor()
    await page.keyboard.press('Escape')
    await opens().first().waitFor({ state: 'hidden' })
  })

  it('write a reply, a note, and go from area to area', async () => {
    await page.getByRole('region', { name: 'Timeline' }).focus()
    await page.keyboard.press('n')
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe('Note')
    await page.keyboard.press('Escape')
    for (const [key, path] of [
      ['s', '/reports'],
      ['a', '/audit'],
      ['q', '/queues'],
      ['r', '/cases'],
      ['u', '/quality'],
      ['w', '/workflow'],
      ['i', '/'],
    ] as const) {
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      await page.waitForURL((url) => url.pathname === path)
    }
  })
})
