import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { createClient, type Method } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './look.ts'
import { openBrowser } from './open-browser.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { openVisitor, patientFetch } from './visit.ts'

const browser: Browser | null = await openBrowser()

/** The sizes and themes in which a screen is looked at. */
export const looks = [
  { name: '1440-light', width: 1440, colorScheme: 'light' },
  { name: '1440-dark', width: 1440, colorScheme: 'dark' },
  { name: '390-light', width: 390, colorScheme: 'light' },
  { name: '390-dark', width: 390, colorScheme: 'dark' },
] as const

/** A service of its own, and an administrator who is signed in to its console. */
export interface Desk {
  readonly server: RunningServer
  readonly page: Page
  /** Another window of the same browser program, with cookies of its own. */
  visit(link: string, settings?: Parameters<Browser['newContext']>[0]): Promise<Page>
  /** Calls the API with the first token; throws what is refused. */
  call<T>(method: Method, path: string, body?: object): Promise<T>
  /** Looks at the page, or at another window, in every size and theme: keeps the pictures, and finds nothing serious by axe. */
  look(name: string, page?: Page): Promise<void>
}

/** Describes what people do at a desk that is opened for these tests; skipped where there is no browser. */
export function describeDesk(name: string, tests: (desk: Desk) => void): void {
  describe.skipIf(browser === null)(name, () => {
    let opened: { server: RunningServer; page: Page } | null = null
    const now = () => {
      if (opened === null) throw new Error('The desk is not open yet.')
      return opened
    }
    beforeAll(async () => {
      const server = await startServer()
      const page = await openVisitor(browser, server.signInLink)
      opened = { server, page }
      // Signed in: whoever leaves the link's page before is not.
      await page.getByRole('link', { name: 'Workflow', exact: true }).first().waitFor()
    })
    afterAll(async () => {
      await browser?.close()
      await opened?.server.stop()
    })
    tests({
      get server() {
        return now().server
      },
      get page() {
        return now().page
      },
      visit: (link, settings) => openVisitor(browser, link, settings),
      call: (method, path, body) => {
        const { address, token } = now().server
        return createClient({ baseUrl: address, token, fetch: patientFetch }).request({
          method,
          path,
          ...(body && { body }),
        })
      },
      look: (picture, page = now().page) => lookAt(page, picture),
    })
  })
}

async function lookAt(page: Page, picture: string): Promise<void> {
  for (const { name, width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, `${picture}-${name}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
}
