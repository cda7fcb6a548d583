import { beforeAll, expect, it } from 'vitest'
import { describeDesk } from './testing/desk.ts'
import { comeToRest, keepPicture, seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const longName = 'María de los Ángeles Fernández-Villanueva y Gutiérrez de la Concepción'
const request = {
  customerId: 'a-customer-with-a-rather-long-external-identifier',
  serviceLine: 'game-support',
  channel: 'email',
  language: 'es',
  customer: {
    name: longName,
    email: 'maria.de.los.angeles.fernandez-villanueva@customers.example.com',
    language: 'es',
  },
}

describeDesk('whoever works without a pointer', (desk) => {
  let ticket: { id: string; number: number }
  const main = () => desk.page.getByRole('main', { name: `Ticket ${ticket.number}` })
  const timeline = () => main().getByRole('region', { name: 'Timeline' })
  const focused = () =>
    desk.page.evaluate<string>(
      'document.activeElement?.getAttribute("aria-label") || document.activeElement?.title || document.activeElement?.textContent',
    )
  const fits = () => desk.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')

  beforeAll(async () => {
    await createTicket(desk.server, { ...request, issueSummary: 'The deposit of 49 euro was charged twice' })
    ticket = await createTicket(desk.server, {
      ...request,
      issueSummary: 'My deposit of 49 euro was charged twice again',
    })
    await desk.page.goto(`${desk.server.address}/tickets/${ticket.id}?view=all`)
    await main().getByRole('note').getByText('Perhaps the same as').waitFor()
  })

  it('reads a customer with long names whole, on every screen', async () => {
    await desk.page.getByRole('link', { name: longName }).first().waitFor()
    await desk.look('walk-ticket')
    await desk.page.setViewportSize({ width: 390, height: 844 })
    expect(await fits()).toBe(true)
    await main().getByRole('link', { name: /^#/ }).first().waitFor()
    await desk.page.setViewportSize({ width: 1440, height: 900 })
  })

  it('compares two tickets before they are one, and is back where it was', async () => {
    await timeline().focus()
    await desk.page.keyboard.press('d')
    const dialog = desk.page.getByRole('dialog')
    await dialog.getByRole('region', { name: 'Likely the same' }).getByRole('button').first().focus()
    await desk.page.keyboard.press('Enter')
    await dialog.getByText('What happens').waitFor()
    await desk.look('walk-merge')
    await desk.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(focused).toBe('Timeline')
  })

  it('reads why a clock stands where it does, and is back where it was', async () => {
    const chip = main().getByRole('button', { name: /first reply/ })
    // The page was narrow, dark and under a dialog a moment ago.
    await comeToRest(desk.page)
    await chip.focus()
    await expect.poll(focused).toMatch(/first reply/)
    await chip.press('Enter')
    const why = desk.page.getByRole('dialog', { name: 'Why these clocks' })
    await why.waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'walk-clocks')
    await desk.page.keyboard.press('Escape')
    await why.waitFor({ state: 'detached' })
    await expect.poll(focused).toMatch(/first reply/)
  })

  it('is back at the menu it chose from when a dialog is closed, however quickly that came', async () => {
    const more = main().getByRole('button', { name: 'More', exact: true })
    const closes = async (title: string) => {
      const dialog = desk.page.getByRole('dialog', { name: title })
      await dialog.waitFor()
      await desk.page.getByRole('menu').waitFor({ state: 'detached' })
      await desk.page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    // Its code is loaded by the first time, and there at once the second.
    for (const _ of ['first', 'second']) {
      await more.focus()
      await desk.page.keyboard.press('Enter')
      await desk.page.getByRole('menuitem', { name: 'Escalate to Risk Review' }).focus()
      await desk.page.keyboard.press('Enter')
      await closes('Escalate to Risk Review')
      await expect.poll(focused).toBe('More')
    }
    await main().getByRole('button', { name: 'Priority' }).focus()
    await desk.page.keyboard.press('Enter')
    await desk.page.getByRole('menuitemradio').first().waitFor()
    await desk.page.keyboard.press('Escape')
    await expect.poll(focused).toMatch(/Priority/)
  })

  it('chooses tickets and gives them up again', async () => {
    await desk.page.goto(`${desk.server.address}/?view=all`)
    const row = desk.page.locator('[data-row]').first()
    await row.waitFor()
    await desk.page.keyboard.press('j')
    await desk.page.keyboard.press('x')
    const bar = desk.page.getByRole('region', { name: 'Change selected tickets' })
    await bar.getByText('1 selected').waitFor()
    await bar.getByRole('button', { name: 'Priority' }).focus()
    await desk.page.keyboard.press('Enter')
    await desk.page.getByRole('menuitem', { name: 'critical' }).waitFor()
    await desk.page.keyboard.press('Escape')
    await expect.poll(focused).toMatch(/Priority/)
    await desk.look('walk-bulk')
    await desk.page.keyboard.press('Enter')
    await desk.page.getByRole('menuitem', { name: 'low' }).focus()
    await desk.page.keyboard.press('Enter')
    const preview = desk.page.getByRole('dialog', { name: 'Priority low' })
    await preview.getByText('1 will change').waitFor()
    await desk.page.keyboard.press('Escape')
    await preview.waitFor({ state: 'detached' })
    await expect.poll(focused).toMatch(/Priority/)
    await desk.page.keyboard.press('Escape')
    await bar.waitFor({ state: 'detached' })
  })

  it('is told what is missing where a ticket does not exist', async () => {
    await desk.page.goto(`${desk.server.address}/tickets/ticket_01jqzv5k3mf8tbn2c4d6e7g9ha`)
    await desk.page.getByText('There is no such ticket.').waitFor()
    await desk.look('walk-no-ticket')
  })
})
