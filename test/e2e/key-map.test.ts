import { beforeAll, expect, it } from 'vitest'
import type { Ticket } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const request = { customerId: 'keys-ada', serviceLine: 'game-support', channel: 'email', language: 'en' }

describeDesk('the keys of a ticket', (desk) => {
  let ticket: { id: string; number: number }
  const sheet = () => desk.page.getByRole('dialog', { name: 'Help and shortcuts' })
  const part = (name: string) => sheet().getByRole('region', { name })
  const keysOf = async (name: string, verb: string) =>
    part(name).getByRole('listitem').filter({ hasText: verb }).first().locator('kbd').allTextContents()
  const timeline = () => desk.page.getByRole('region', { name: 'Timeline' })
  const press = async (key: string) => {
    await timeline().focus()
    await desk.page.keyboard.press(key)
  }
  const read = () => desk.call<Ticket>('GET', `/v1/tickets/${ticket.id}`)
  const openSheet = async () => {
    await press('?')
    await sheet().waitFor()
  }
  const closeSheet = async () => {
    await desk.page.keyboard.press('Escape')
    await sheet().waitFor({ state: 'detached' })
  }

  beforeAll(async () => {
    await createTicket(desk.server, { ...request, issueSummary: 'The season pass is gone' })
    ticket = await createTicket(desk.server, { ...request, issueSummary: 'The lobby is closed to me' })
    await desk.page.goto(`${desk.server.address}/tickets/${ticket.id}?view=all`)
    await desk.page.getByRole('heading', { name: 'The lobby is closed to me' }).waitFor()
  })

  it('are all on the sheet, also those of other screens, chords key by key', async () => {
    await openSheet()
    expect(await keysOf('Everywhere', 'Go to Audit')).toEqual(['G', 'A'])
    expect(await keysOf('Ticket', 'Merge into another ticket')).toEqual(['D'])
    expect(await keysOf('Ticket', 'Solve and open the next')).toEqual(['⇧ E'])
    expect(await keysOf('Queue Control', 'Put back')).toEqual(['U'])
    await desk.look('keys')
    await closeSheet()
  })

  it.each([
    ['s', () => desk.page.getByRole('menu')],
    ['a', () => desk.page.getByRole('menuitemradio').filter({ hasText: /Online|Offline|Available/ })],
    ['p', () => desk.page.getByRole('menuitemradio', { name: 'critical' })],
    ['t', () => desk.page.getByRole('menuitemradio', { name: 'Payments' })],
    ['l', () => desk.page.getByRole('dialog', { name: 'Tags' })],
    ['d', () => desk.page.getByRole('dialog', { name: /^Merge #/ })],
    ['x', () => desk.page.getByRole('dialog', { name: 'Escalate to Risk Review' })],
  ])('%s does what the sheet says', async (key, opens) => {
    await press(key)
    await opens().first().waitFor()
    await desk.page.keyboard.press('Escape')
    await opens().first().waitFor({ state: 'hidden' })
  })

  it('take the last change back by one key, but not from somebody who changed it since', async () => {
    const before = await read()
    await press('p')
    await desk.page.getByRole('menuitemradio', { name: 'critical' }).click()
    await desk.page.getByText(`#${ticket.number}: priority critical`).waitFor()
    await press('Control+z')
    await expect.poll(async () => (await read()).priority).toBe(before.priority)
    await press('t')
    await desk.page.getByRole('menuitemradio', { name: 'Payments' }).click()
    await desk.page.getByText(`#${ticket.number}: queue Payments`).waitFor()
    await keepPicture(desk.page, 'keys-undo')
    await desk.call('PATCH', `/v1/tickets/${ticket.id}`, { queue: 'integrations' })
    await press('Control+z')
    await desk.page.getByText('was changed since: nothing is taken back').waitFor()
    expect((await read()).queue).toBe('integrations')
  })

  it('are chosen otherwise, with what they would meet, and kept', async () => {
    await openSheet()
    await sheet().getByRole('button', { name: 'Change keys' }).click()
    const solve = part('Ticket').getByRole('button', { name: /^Key of Assign to me/ })
    await solve.click()
    await desk.page.keyboard.press('r')
    await part('Ticket').getByRole('alert').getByText('R is Reply on the same screen.').waitFor()
    await desk.look('keys-meet')
    await part('Ticket').getByRole('button', { name: 'Change places' }).click()
    await part('Ticket').getByRole('button', { name: 'Key of Reply: I. Press to choose another one' }).waitFor()
    await solve.click()
    await desk.page.keyboard.press('q')
    await part('Ticket')
      .getByRole('button', { name: /^Key of Assign to me: Q/ })
      .waitFor()
    await closeSheet()
    await desk.page.reload()
    await desk.page.getByRole('heading', { name: 'The lobby is closed to me' }).waitFor()
    await press('q')
    await expect.poll(async () => (await read()).assignee).not.toBeNull()
    await press('i')
    await expect.poll(() => desk.page.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe('Reply')
    await desk.page.keyboard.press('Escape')
    await openSheet()
    await sheet().getByRole('button', { name: 'Keys as they were' }).click()
    expect(await keysOf('Ticket', 'Assign to me')).toEqual(['I'])
    await closeSheet()
  })

  it('solve, and go on with the next ticket of the list', async () => {
    await press('Shift+E')
    const form = desk.page.getByRole('dialog')
    await form.waitFor()
    for (const field of await form.getByRole('textbox').all()) await field.fill('The lobby was reset.')
    await form.getByLabel(/passed/i).check()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'keys-solve')
    await form.locator('button[type=submit]').click()
    await form.waitFor({ state: 'detached' })
    await desk.page.waitForURL((url) => !url.pathname.endsWith(ticket.id))
    expect((await read()).statusCategory).toMatch(/solved|closed/)
  })

  it('write a reply, a note, and go from area to area', async () => {
    await press('n')
    await expect.poll(() => desk.page.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe('Note')
    await desk.page.keyboard.press('Escape')
    for (const [key, path] of [
      ['s', '/reports'],
      ['a', '/audit'],
      ['q', '/queues'],
      ['r', '/cases'],
      ['u', '/quality'],
      ['w', '/workflow'],
      ['i', '/'],
    ] as const) {
      await desk.page.keyboard.press('g')
      await desk.page.keyboard.press(key)
      await desk.page.waitForURL((url) => url.pathname === path)
    }
  })
})
