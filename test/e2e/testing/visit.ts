import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { createPatientFetch } from '@switchyard/sdk'
import { comeToRest } from './look.ts'
import type { RunningServer } from './running-server.ts'

/** A step may take as long as a busy machine needs: a limit is there to end what will never come. */
const stepLimitMs = 60_000

/** The key that begins the way to another area. */
const firstOfTwo = 'g'

/** A person who follows a sign-in link in a window of their own. */
export async function openVisitor(
  browser: Browser | null,
  link: string,
  settings: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  if (browser === null) throw new Error('There is no browser.')
  // What moves all the time is drawn all the time, which took a quarter of what these tests cost; nothing else differs.
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...settings,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(stepLimitMs)
  pressAtRest(page)
  pressElementsAtRest(page)
  await page.goto(link)
  await page.waitForURL(`${new URL(link).origin}/**`)
  return page
}

/**
 * People press a key once they see what they have done: what was closed a moment ago is still giving the focus back, and
 * would get the key that is meant for what comes next.
 */
function pressAtRest(page: Page): void {
  const press = page.keyboard.press.bind(page.keyboard)
  let isHalfway = false
  page.keyboard.press = async (key, options) => {
    // The second of two steps has to come soon. A page that is just being left has nothing to wait for.
    if (!isHalfway) await comeToRest(page).catch(() => undefined)
    isHalfway = key === firstOfTwo
    await press(key, options)
  }
}

/** The same for keys pressed in a field or on a button, of every page there will be. */
let arePatient = false
function pressElementsAtRest(page: Page): void {
  if (arePatient) return
  arePatient = true
  const elements = Object.getPrototypeOf(page.locator('html')) as Pick<Locator, 'press'>
  const { press } = elements
  elements.press = async function (this: Locator, key, options) {
    await comeToRest(this.page()).catch(() => undefined)
    await press.call(this, key, options)
  }
}

/** As a program asks that minds what a busy service tells it. */
export const patientFetch = createPatientFetch({ limitMs: 120_000 })

/** Sends the partner's request. */
export async function createTicket(server: RunningServer, body: object): Promise<{ id: string; number: number }> {
  const request = new Request(`${server.address}/v1/ticket/create`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const response = await patientFetch(request)
  expect(response.status).toBe(201)
  return (await response.json()) as { id: string; number: number }
}
