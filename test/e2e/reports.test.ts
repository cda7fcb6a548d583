import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { ReportOverview } from '@switchyard/sdk'
import { describeDesk, looks } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

describeDesk('a manager at Reports', (desk) => {
  const main = () => desk.page.getByRole('main')
  const tile = (name: string) =>
    main()
      .locator('section')
      .filter({ has: desk.page.getByRole('heading', { name, exact: true }) })
  const read = () => desk.call<ReportOverview>('GET', '/v1/reports/overview')

  it('sees volumes, backlog and figures, the same as the report says', async () => {
    await desk.page.getByRole('link', { name: 'Reports' }).click()
    await tile('Created').first().waitFor()
    await main()
      .getByRole('img', { name: /tickets created and .* ended in 30 days/ })
      .waitFor()
    await main()
      .getByRole('img', { name: /Open tickets at the end of each day/ })
      .waitFor()
    await main()
      .getByText(/Changes are against as many days before/)
      .waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'reports')
  })

  it('reads one day by the keyboard, and all of them as a table', async () => {
    const chart = main().getByRole('region', { name: 'Created and ended' })
    await chart.getByRole('img').focus()
    await desk.page.keyboard.press('ArrowLeft')
    await expect.poll(() => chart.locator('[aria-live] b').count()).toBeGreaterThan(1)
    await chart.getByRole('button', { name: 'Table' }).click()
    await expect.poll(() => chart.getByRole('row').count()).toBe(31)
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'reports-table')
  })

  it('splits and narrows, all of it in the address, and opens the rows', async () => {
    await main().getByRole('group', { name: 'Split by' }).getByRole('button', { name: 'Channel' }).click()
    await desk.page.getByRole('combobox', { name: 'Queue' }).selectOption('payments')
    await desk.page.waitForURL(/split=channel/)
    await desk.page.waitForURL(/queue=payments/)
    const { channel } = await read().then(({ byChannel }) => ({ channel: byChannel[0]?.key ?? '' }))
    expect(channel).not.toBe('')
    await main().getByRole('region', { name: 'What it fell to' }).getByRole('link').first().click()
    await desk.page.waitForURL(/view=all&q=created/)
    await desk.page.goBack()
    await desk.page.getByRole('button', { name: 'Show everything' }).click()
  })

  it('sees which promises are kept, where, and which were broken the longest', async () => {
    await desk.page.getByRole('tab', { name: 'SLA' }).click()
    await tile('First reply')
      .first()
      .getByText(/^\d+ kept, \d+ broken$/)
      .waitFor()
    await main().getByRole('region', { name: 'Broken the longest' }).first().getByRole('link').first().waitFor()
    await main().getByRole('group', { name: 'Split by' }).getByRole('button', { name: 'Policy' }).click()
    await desk.page.waitForURL(/promisesBy=policy/)
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'reports-sla')
  })

  it('takes the figures along as a file', async () => {
    const waiting = desk.page.waitForEvent('download')
    await desk.page.getByRole('button', { name: 'CSV' }).click()
    const file = await waiting
    expect(file.suggestedFilename()).toMatch(/^sla-.*\.csv$/)
    expect(await readFile(await file.path(), 'utf8')).toMatch(
      /^split,metric,key,n,excluded,running,paused,cancelled,not_applicable,met,breached,attainment,rowsUrl/,
    )
  })

  it('sees what comes up again and again, and links it to the problem behind it', async () => {
    for (const customerId of ['c-locker-1', 'c-locker-2', 'c-locker-3', 'c-locker-4'])
      await createTicket(desk.server, { customerId, channel: 'api', issueSummary: 'Parcel locker does not open' })
    const problem = await createTicket(desk.server, {
      customerId: 'operations',
      channel: 'api',
      issueSummary: 'Storage towers lost their connection',
    })
    await desk.page.getByRole('tab', { name: 'SLA' }).press('ArrowRight')
    await desk.page.waitForURL(/tab=recurring/)
    const issue = main().getByRole('region', { name: 'parcel locker does not open' })
    await issue.getByText(/^Surging: 4 in 4 h/).waitFor()
    await issue.getByRole('button', { name: 'Latest 4 tickets' }).click()
    await expect.poll(() => issue.getByRole('listitem').count()).toBe(4)
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'reports-recurring')
    await issue.getByRole('button', { name: 'Link to a problem' }).click()
    const dialog = desk.page.getByRole('dialog')
    await dialog.getByLabel('Ticket of the problem').fill(String(problem.number))
    const choice = dialog.getByRole('button', { name: 'Storage towers lost their connection' })
    await choice.waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'reports-recurring-link')
    await choice.click()
    await issue.getByRole('link', { name: `#${problem.number} Storage towers lost their connection` }).waitFor()
    await issue.getByText('4 of 4 linked').waitFor()
    await desk.page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(desk.page, 'reports-recurring-dark')
    await desk.page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(desk.page)).toEqual([])
    await expect.poll(() => desk.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(desk.page, 'reports-recurring-390-dark')
    await desk.page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(desk.page, 'reports-recurring-390')
    await desk.page.setViewportSize({ width: 1440, height: 900 })
    await desk.page.getByRole('tab', { name: 'SLA' }).click()
  })

  it('is told of the surge on each of its tickets, shows the others and dismisses it', async () => {
    await desk.page.getByRole('tab', { name: 'Recurring' }).click()
    const issue = main().getByRole('region', { name: 'parcel locker does not open' })
    await issue.getByRole('button', { name: 'Latest 4 tickets' }).click()
    await issue.getByRole('listitem').first().getByRole('link').click()
    const bar = desk.page.getByRole('note').filter({ hasText: '4 tickets like this in 4 hours, usually none' })
    await bar.getByRole('link', { name: /^#\d+$/ }).waitFor()
    await bar.getByRole('button', { name: 'Show 3 others' }).press('Enter')
    const others = desk.page.getByRole('list', { name: 'Tickets that tell of the same' })
    await expect.poll(() => others.getByRole('link', { name: /^#\d+$/ }).count()).toBe(3)
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'ticket-surge')
    await desk.page.emulateMedia({ colorScheme: 'dark' })
    await desk.page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'ticket-surge-390-dark')
    await desk.page.emulateMedia({ colorScheme: 'light' })
    await desk.page.setViewportSize({ width: 1440, height: 900 })
    await bar.getByRole('button', { name: 'Dismiss' }).click()
    await bar.waitFor({ state: 'detached' })
    await desk.page.goBack()
  })

  it('sees how evenly work is shared, and takes the people along as a file', async () => {
    await desk.page.getByRole('tab', { name: 'Recurring' }).click()
    await desk.page.getByRole('tab', { name: 'Recurring' }).press('ArrowRight')
    await desk.page.waitForURL(/tab=fairness/)
    await tile('Gini of occupancy').first().waitFor()
    await main().getByRole('region', { name: 'People' }).first().getByRole('row').nth(1).waitFor()
    await tile('Occupancy')
      .first()
      .getByText(/^\d+%$/)
      .waitFor()
    expect(await desk.page.getByRole('combobox', { name: 'Service line' }).count()).toBe(0)
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'reports-fairness')
    const waiting = desk.page.waitForEvent('download')
    await desk.page.getByRole('button', { name: 'CSV' }).click()
    const file = await waiting
    expect(file.suggestedFilename()).toMatch(/^fairness-.*\.csv$/)
    expect(await readFile(await file.path(), 'utf8')).toMatch(/^agent,name,team,presentSeconds,workSeconds,occupancy,/)
    await desk.page.emulateMedia({ colorScheme: 'dark' })
    await keepPicture(desk.page, 'reports-fairness-dark')
    await desk.page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(desk.page)).toEqual([])
    await expect.poll(() => desk.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(desk.page, 'reports-fairness-390-dark')
    await desk.page.emulateMedia({ colorScheme: 'light' })
    await keepPicture(desk.page, 'reports-fairness-390')
    await desk.page.setViewportSize({ width: 1440, height: 900 })
    await desk.page.getByRole('tab', { name: 'SLA' }).click()
  })

  it('sees what was read before chats, and how often nobody asked then', async () => {
    const show = (visit: string, articles: string[], opened = false) =>
      desk.page.request.post(`${desk.server.address}/v1/widget/articles/showings`, {
        headers: { origin: desk.server.address },
        data: { channel: 'operations-review.live-chat', visit: visit.repeat(24), articles, opened },
      })
    for (const visit of ['a', 'b', 'c']) expect((await show(visit, ['missing-deposit'])).status()).toBe(204)
    await show('a', ['missing-deposit', 'cannot-join'], true)
    await desk.page.goto(`${desk.server.address}/reports`)
    const card = main().getByRole('region', { name: 'Read before a chat' }).first()
    await card.getByText('Of 3 visits; not decided yet: 3.').waitFor()
    const rows = () => card.getByRole('row').allInnerTexts()
    await expect
      .poll(async () => (await rows()).map((row) => row.split(/\s*\t\s*/).slice(0, 3)))
      .toEqual([
        ['Article', 'Shown', 'Opened'].map((name) => expect.stringMatching(new RegExp(name, 'i'))),
        ['Any article', '3', '1'],
        ['A deposit has not arrived', '3', '1'],
        [expect.any(String), '1', '1'],
      ])
    for (const { name, width, colorScheme } of looks) {
      await desk.page.setViewportSize({ width, height: 900 })
      await desk.page.emulateMedia({ colorScheme })
      await card.scrollIntoViewIfNeeded()
      expect(await seriousFaults(desk.page)).toEqual([])
      await keepPicture(desk.page, `reports-articles-${name}`)
    }
    await desk.page.emulateMedia({ colorScheme: 'light' })
    await desk.page.setViewportSize({ width: 1440, height: 900 })
    await desk.page.getByRole('tab', { name: 'SLA' }).click()
  })

  it('refuses a time that ends before it begins, in words', async () => {
    await desk.page.getByRole('button', { name: 'Custom' }).click()
    await desk.page.getByLabel('Last day').fill('2020-01-01')
    await desk.page.getByRole('alert').getByText('The last day lies before the first one.').waitFor()
    await desk.page.getByRole('button', { name: '30 days' }).click()
  })

  it('has the same in the dark and on a phone', async () => {
    await desk.page.emulateMedia({ colorScheme: 'dark' })
    await tile('First reply').first().waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'reports-sla-dark')
    await desk.page.setViewportSize({ width: 390, height: 844 })
    await desk.page.goto(`${desk.server.address}/reports`)
    await tile('Created').first().waitFor()
    await main()
      .getByRole('img', { name: /tickets created/ })
      .waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'reports-390-dark')
    await expect.poll(() => desk.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await desk.page.getByRole('navigation', { name: 'Areas' }).getByRole('button', { name: 'More' }).click()
    await desk.page.getByRole('menuitemradio', { name: 'Reports' }).waitFor()
  })
})
