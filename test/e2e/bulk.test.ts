import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '@switchyard/sdk'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { openBrowser } from './testing/open-browser.ts'
import { type RunningServer, startServer } from './testing/running-server.ts'
import { createTicket, openVisitor, patientFetch } from './testing/visit.ts'

const browser: Browser | null = await openBrowser()

/** Acts on what is said in this file, and changes nothing. */
const rule = `
  - id: storm-told
    label: Storm replies are heard of
    on: [message.sent]
    when: message.text.hasWord("storm")
    do: [{ notify: support-management }]`

/** Opened with the browser: without one this file is reported as skipped. */
let server: RunningServer

describe.skipIf(browser === null)('many tickets at once', () => {
  let page: Page

  beforeAll(async () => {
    server = await startServer()
    const api = createClient({ baseUrl: server.address, token: server.token, fetch: patientFetch })
    const { document } = await api.request<{ document: string }>({ method: 'GET', path: '/v1/workflow' })
    const withRule = document.replace(/^automations:[^\n]*/m, (line) => `${line}${rule}`)
    await api.request({ method: 'PUT', path: '/v1/workflow', body: { document: withRule } })
    for (const name of ['one', 'two', 'three'])
      await createTicket(server, {
        customerId: 'storm-1',
        serviceLine: 'guest-support',
        channel: 'ticket',
        language: 'en',
        tags: ['storm'],
        issueSummary: `Storm ticket ${name}`,
      })
    page = await openVisitor(browser, server.signInLink)
    await page.getByRole('link', { name: 'Workflow', exact: true }).first().waitFor()
    await page.goto(`${server.address}/?view=all&q=tag:storm`)
    await page.getByText('Storm ticket one').waitFor()
  })

  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const bar = () => page.getByRole('region', { name: 'Change selected tickets' })
  const priorityOf = async () =>
    (await page.getByRole('listitem').filter({ hasText: 'Storm ticket' }).allInnerTexts()).join()

  it('are chosen by key and by range', async () => {
    await page.locator('[data-row]').first().focus()
    await page.keyboard.press('x')
    await bar().getByText('1 selected').waitFor()
    for (const key of ['j', 'j', 'j', 'Shift+X']) await page.keyboard.press(key)
    await bar().getByText('3 selected').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'bulk-bar')
    await page.keyboard.press('Escape')
    await bar().waitFor({ state: 'detached' })
  })

  it('show what a change would do, with what is refused and why, before anything happens', async () => {
    await page.locator('[data-row]').first().focus()
    await page.keyboard.press('x')
    await bar().getByRole('button', { name: 'Select all that match' }).click()
    await bar().getByRole('button', { name: 'Status' }).click()
    await page.getByRole('menuitem', { name: 'Solved' }).click()
    const dialog = page.getByRole('dialog', { name: 'Move to Solved' })
    await dialog.getByText('3 refused').waitFor()
    await dialog
      .getByText(/still asks for/)
      .first()
      .waitFor()
    await expect.poll(() => dialog.getByRole('button', { name: /^Change/ }).isDisabled()).toBe(true)
    await keepPicture(page, 'bulk-refused')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  it('are changed by a job, and given back what they had', async () => {
    await bar().getByRole('button', { name: 'Priority' }).click()
    await page.getByRole('menuitem', { name: 'critical' }).click()
    const dialog = page.getByRole('dialog', { name: 'Priority critical' })
    await dialog.getByText('3 will change').waitFor()
    await keepPicture(page, 'bulk-preview')
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Change 3 tickets' }).click()
    await page.getByText('3 tickets changed').waitFor()
    await expect.poll(priorityOf).toMatch(/(critical[^]*){3}/)
    await keepPicture(page, 'bulk-done')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await page.getByText('3 tickets are as they were').waitFor()
    await expect.poll(priorityOf).not.toContain('critical')
  })

  const choose = async () => {
    await page.locator('[data-row]').first().focus()
    await page.keyboard.press('x')
    await bar().getByRole('button', { name: 'Select all that match' }).click()
  }

  it('are answered at once, with the words shown on each before they are sent', async () => {
    await choose()
    await bar().getByRole('button', { name: 'Reply', exact: true }).click()
    const writing = page.getByRole('dialog', { name: 'Reply on selected tickets' })
    await writing.getByRole('textbox').fill('The storm is over. Please try again.')
    await keepPicture(page, 'bulk-reply')
    expect(await seriousFaults(page)).toEqual([])
    await page.keyboard.press('Control+Enter')
    const dialog = page.getByRole('dialog', { name: 'Reply to each' })
    await dialog.getByText('3 will change').waitFor()
    await expect.poll(() => dialog.getByText('The storm is over.').count()).toBe(3)
    await expect.poll(() => dialog.getByText('Automations act then: Storm replies are heard of').count()).toBe(3)
    await dialog.getByText('This cannot be undone: the replies stay.').waitFor()
    await keepPicture(page, 'bulk-reply-preview')
    expect(await seriousFaults(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Send on 3 tickets' }).click()
    await page.getByText('3 tickets changed').waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^Undo/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Dismiss' }).click()
  })

  it('get a macro, with what it would say on each', async () => {
    await choose()
    await bar().getByRole('button', { name: 'Macro' }).click()
    await page.getByRole('menuitem', { name: 'It is fixed' }).click()
    const dialog = page.getByRole('dialog', { name: 'Apply It is fixed' })
    await dialog.getByText('3 will change').waitFor()
    await expect.poll(() => dialog.getByText('This is fixed.').count()).toBe(3)
    await keepPicture(page, 'bulk-macro-preview')
    await dialog.getByRole('button', { name: 'Change 3 tickets' }).click()
    await page.getByText('3 tickets changed').waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
  })

  it('one of them shows followers, links and checklist, and a note names somebody', async () => {
    await page.getByText('Storm ticket one').first().click()
    await page.getByRole('button', { name: 'Follow', exact: true }).click()
    await page.getByRole('button', { name: 'Unfollow' }).waitFor()
    await page.getByPlaceholder('Add something to be done').fill('Call the guest')
    await page.keyboard.press('Enter')
    await page.getByRole('checkbox', { name: 'Call the guest' }).click()
    await page.getByText('1 of 1').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Note' }).click()
    await page.getByRole('textbox', { name: 'Note' }).pressSequentially('Look please @')
    await page.getByRole('option').first().waitFor()
    await keepPicture(page, 'mention')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+Enter')
    await page
      .getByText(/Look please @\w+/)
      .first()
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'ticket-parts')
  })
  it('fits a phone, and the dark', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.goto(`${server.address}/?view=all&q=tag:storm`)
    await page.getByText('Storm ticket two').first().waitFor()
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    await page
      .getByRole('checkbox', { name: /Select ticket/ })
      .first()
      .click()
    await bar().getByText('1 selected').waitFor()
    await keepPicture(page, 'bulk-phone')
    await bar().getByRole('button', { name: 'Assign' }).click()
    await page.getByRole('menuitem').nth(1).click()
    await page.getByText('1 will change').waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'bulk-phone-preview')
  })
})
