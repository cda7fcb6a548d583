import { expect, it } from 'vitest'
import { describeDesk } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

describeDesk('an administrator at Audit', (desk) => {
  const tab = (name: string) => desk.page.getByRole('navigation', { name: 'Audit' }).getByRole('button', { name })
  const trail = () => desk.page.getByRole('list', { name: 'Trail' })
  const request = { customerId: 'audit-ada', serviceLine: 'game-support', channel: 'email', language: 'en' }

  it('reads who did what and from where, and opens a row', async () => {
    await desk.page.getByRole('link', { name: 'Audit' }).click()
    const row = trail().getByRole('button').filter({ hasText: 'member.signed_in' }).first()
    await row.click()
    await trail()
      .getByText(/signed in .* UTC, from /)
      .waitFor()
    await trail().getByText('Request', { exact: true }).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'audit')
  })

  it('narrows by type and person, in the address, and refuses an id that is none', async () => {
    await desk.page.getByRole('combobox', { name: 'Type' }).selectOption('workflow.published')
    await desk.page.waitForURL(/type=workflow.published/)
    await expect.poll(() => trail().getByText('member.signed_in').count()).toBe(0)
    await desk.page.getByLabel('Who (id or system)').fill('nobody')
    await desk.page.keyboard.press('Enter')
    await desk.page
      .getByRole('alert')
      .getByText(/is no id of an agent/)
      .waitFor()
    await desk.page.getByRole('button', { name: 'Show everything' }).click()
    await trail().getByText('member.signed_in').first().waitFor()
  })

  it('has the trail verified', async () => {
    await desk.page.getByRole('button', { name: 'Verify the trail' }).click()
    await desk.page
      .getByRole('status')
      .getByText(/^Intact: /)
      .waitFor()
    await keepPicture(desk.page, 'audit-verified')
  })

  it('follows the log as it grows, by type, and holds it still to read', async () => {
    await tab('Events').click()
    const events = desk.page.getByRole('list', { name: 'Events' })
    await desk.page.getByRole('combobox', { name: 'Type' }).selectOption('ticket.created')
    await desk.page.getByText('live', { exact: true }).waitFor()
    const before = await events.getByRole('button').count()
    await createTicket(desk.server, { ...request, issueSummary: 'The first of two' })
    await expect.poll(() => events.getByRole('listitem').count()).toBeGreaterThan(before)
    await expect.poll(() => events.getByText('offer.created').count()).toBe(0)
    await desk.page.getByRole('button', { name: 'Hold' }).click()
    const held = await events.getByRole('listitem').count()
    await createTicket(desk.server, { ...request, issueSummary: 'The second of two' })
    await desk.page.getByText('1 new').waitFor()
    await expect.poll(() => events.getByRole('listitem').count()).toBe(held)
    await events.getByRole('button').first().click()
    await events.getByRole('link', { name: 'Open the ticket' }).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'audit-events')
    await desk.page.getByRole('button', { name: 'Go on' }).click()
    await expect.poll(() => events.getByRole('listitem').count()).toBeGreaterThan(held)
  })

  it('sees how the service stands', async () => {
    await tab('Health').click()
    await desk.page.getByText('database', { exact: true }).waitFor()
    await desk.page.getByRole('heading', { name: 'Queue depth' }).waitFor()
    await desk.page.getByText('Nothing was given up.').waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'audit-health')
  })

  it('has the same in the dark and on a phone', async () => {
    await desk.page.emulateMedia({ colorScheme: 'dark' })
    await desk.page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(desk.page)).toEqual([])
    await tab('Trail').click()
    await trail().getByRole('button').first().click()
    expect(await seriousFaults(desk.page)).toEqual([])
    await expect.poll(() => desk.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(desk.page, 'audit-390-dark')
  })
})
