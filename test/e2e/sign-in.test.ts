import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeDesk } from './testing/desk.ts'

describeDesk('the door of the console', (desk) => {
  const visit = (path: string) => desk.visit(`${desk.server.address}${path}`)
  const newLink = async () => {
    const printed = await desk.server.command('sign-in')
    return /http:\S+/.exec(printed)?.[0] ?? ''
  }
  const title = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor()

  it('is gone through by the keyboard, and tells a wrong pair without telling which half is wrong', async () => {
    const page = await visit('/sign-in')
    await title(page, 'Sign in to Switchyard')
    await desk.look('sign-in', page)
    // The first field has the focus.
    await page.keyboard.type('nobody@example.com')
    await page.keyboard.press('Tab')
    await page.keyboard.type('a wrong password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('E-mail and password do not match.').waitFor()
    await desk.look('sign-in-refused', page)
    await page.getByRole('button', { name: 'Send me a link instead' }).click()
    await page.getByRole('button', { name: 'Send me a link', exact: true }).click()
    await page.getByText('This server sends no mail.').waitFor()
    await desk.look('sign-in-no-mail', page)
    await page.context().close()
  })

  it('is opened by a link once, and says what to do with one that was used', async () => {
    const link = await newLink()
    const first = await desk.visit(link)
    await first.getByRole('link', { name: 'Workflow', exact: true }).first().waitFor()
    await first.context().close()
    const second = await desk.visit(link)
    await title(second, 'This link does not work')
    await desk.look('sign-in-used-link', second)
    await second.getByRole('link', { name: 'Back to sign in' }).click()
    await title(second, 'Sign in to Switchyard')
    await second.context().close()
  })

  it('is closed to another device from here', async () => {
    const other = await desk.visit(await newLink())
    await other.getByRole('link', { name: 'Workflow', exact: true }).first().waitFor()
    await desk.page.getByRole('button', { name: 'account menu' }).click()
    await desk.page.getByRole('menuitem', { name: 'Sessions' }).click()
    const dialog = desk.page.getByRole('dialog', { name: 'Sessions' })
    await dialog.getByText('this one').waitFor()
    await desk.look('sessions')
    const others = dialog.getByRole('button', { name: 'Revoke' })
    await others.first().waitFor()
    for (let left = await others.count(); left > 0; left--) {
      await others.first().click()
      await expect.poll(() => others.count()).toBeLessThan(left)
    }
    await other.goto(`${desk.server.address}/queues`)
    await title(other, 'Sign in to Switchyard')
    expect(await dialog.getByText('this one').count()).toBe(1)
    await other.context().close()
  })
})
