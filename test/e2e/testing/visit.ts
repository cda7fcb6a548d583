import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { createPatientFetch } from '@switchyard/sdk'
import type { RunningServer } from './running-server.ts'

/** A step may take as long as a busy machine needs: a limit is there to end what will never come. */
const stepLimitMs = 60_000

/** A person who follows a sign-in link in a window of their own. */
export async function openVisitor(
  browser: Browser | null,
  link: string,
  settings: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  if (browser === null) throw new Error('There is no browser.')
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...settings })
  const page = await context.newPage()
  page.setDefaultTimeout(stepLimitMs)
  await page.goto(link)
  await page.waitForURL(`${new URL(link).origin}/**`)
  return page
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
