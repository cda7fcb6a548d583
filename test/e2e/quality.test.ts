import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import type { QaReport } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'

describeDesk('a reviewer at Quality', (desk) => {
  const summary = 'Password mail never arrives'
  const main = () => desk.page.getByRole('main')
  const readReport = () => desk.call<QaReport>('GET', '/v1/qa/report')

  it('sees the figures of a month with what they stand on, and where they differ', async () => {
    await desk.page.getByRole('link', { name: 'Quality' }).click()
    await desk.page.getByRole('heading', { name: 'Quality', exact: true }).waitFor()
    await main()
      .getByText(/By 6 reviews/)
      .first()
      .waitFor()
    await desk.page
      .getByRole('img', { name: /95%: .* to / })
      .first()
      .waitFor()
    await main().getByRole('link', { name: 'Payments' }).waitFor()
    await main().getByText('Tone and language').waitFor()
    await main().getByText('Can a ticket be closed only with a passed check and a resolution?').waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'quality')
  })

  it('reads how a figure is counted by focusing its name', async () => {
    await desk.page.getByRole('button', { name: 'Quality score' }).first().focus()
    await desk.page.getByRole('tooltip').filter({ hasText: 'Mean score of the reviews' }).waitFor()
    await keepPicture(desk.page, 'quality-definition')
    await desk.page.keyboard.press('Escape')
    await desk.page.getByRole('tooltip').filter({ hasText: 'Mean score of the reviews' }).waitFor({ state: 'hidden' })
  })

  it('narrows, splits and orders, and all of it is in the address', async () => {
    await desk.page.getByRole('button', { name: '90 days' }).click()
    await desk.page.getByRole('combobox', { name: 'Split by' }).selectOption('agent')
    await main().getByRole('link', { name: 'Noor Haddad' }).waitFor()
    await desk.page.getByRole('button', { name: 'Quality score' }).last().click()
    await desk.page
      .getByRole('columnheader', { name: 'Quality score' })
      .and(desk.page.locator('[aria-sort=descending]'))
      .waitFor()
    await desk.page.getByRole('combobox', { name: 'Service line' }).selectOption('guest-support')
    await main().getByRole('link', { name: 'Noor Haddad' }).waitFor({ state: 'detached' })
    await expect.poll(() => desk.page.url()).toMatch(/days=90.*/)
    await expect.poll(() => desk.page.url()).toContain('serviceLine=guest-support')
    await desk.page.reload()
    await main().getByRole('link', { name: 'Lucía Romero' }).waitFor()
    await desk.page.getByRole('button', { name: 'Show everything' }).click()
    await main().getByRole('link', { name: 'Noor Haddad' }).waitFor()
  })

  it('refuses a time that ends before it begins, in words', async () => {
    await desk.page.getByRole('button', { name: 'Custom' }).click()
    await desk.page.getByLabel('Last day').fill('2020-01-01')
    await desk.page.getByRole('alert').getByText('The last day lies before the first one.').waitFor()
    await desk.page.getByRole('button', { name: '30 days' }).click()
    await desk.page.getByRole('alert').waitFor({ state: 'detached' })
  })

  it('takes the figures along as a file', async () => {
    const waiting = desk.page.waitForEvent('download')
    await desk.page.getByRole('button', { name: 'CSV' }).click()
    const file = await waiting
    expect(file.suggestedFilename()).toMatch(/^quality-\d{4}-\d{2}-\d{2}-\d{4}-\d{2}-\d{2}\.csv$/)
    const [header, whole] = (await readFile(await file.path(), 'utf8')).split('\r\n')
    expect(header).toMatch(/^from,to,group,label,created/)
    expect(whole).toContain(',all,')
  })

  it('opens the tickets behind a row', async () => {
    await desk.page.getByRole('combobox', { name: 'Split by' }).selectOption('queue')
    await main().getByRole('link', { name: 'Payments' }).click()
    await desk.page.waitForURL(/view=all&q=created/)
    await desk.page.getByText('Depósito cobrado dos veces').first().waitFor()
    await expect.poll(() => desk.page.getByText('No ticket matches').count()).toBe(0)
    await desk.page.goBack()
  })

  it('reviews a ticket with the keyboard beside its history, warned of a critical miss', async () => {
    await desk.page.getByRole('complementary', { name: 'Reviews' }).getByRole('link', { name: summary }).click()
    await desk.page.getByRole('heading', { name: /Review of ticket/ }).waitFor()
    await desk.page
      .getByRole('region', { name: 'Timeline' })
      .getByText(/I am looking into it now/)
      .waitFor()
    await main().getByText('Address taken off the suppression list.').waitFor()
    await desk.page.getByText('0 of 4 answered').waitFor()
    await desk.page.keyboard.press('5')
    await desk.page.keyboard.press('4')
    await desk.page.keyboard.press('0')
    await desk.page.keyboard.press('n')
    await desk.page.getByText('Critical and missed: No private data in the open. The whole review is 0.').waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'quality-review-critical')
    await desk.page.keyboard.press('y')
    await desk.page.getByText('Critical and missed').waitFor({ state: 'detached' })
    await desk.page.getByText('89.3').waitFor()
    await desk.page.keyboard.press('c')
    await desk.page.keyboard.type('Nothing of theirs was repeated.')
    await keepPicture(desk.page, 'quality-review')
    await desk.page.keyboard.press('Control+Enter')
    await desk.page.getByText('Review saved: 89.3 of 100').waitFor()
  })

  it('finds the score in the report and the review in the list, and the ticket no longer to be reviewed', async () => {
    await desk.page.getByRole('link', { name: 'To Quality' }).last().click()
    await main()
      .getByText(/By 7 reviews/)
      .first()
      .waitFor()
    expect((await readReport()).quality.n).toBe(7)
    const reviews = desk.page.getByRole('complementary', { name: 'Reviews' })
    await expect.poll(() => reviews.getByRole('link', { name: summary }).count()).toBe(0)
    await reviews.getByRole('button', { name: 'Reviewed' }).click()
    await reviews.getByText('by you').waitFor()
    await reviews.getByText('89.3').waitFor()
    await keepPicture(desk.page, 'quality-reviewed')
  })

  it('is told on the ticket’s own review that it was reviewed', async () => {
    await desk.page
      .getByRole('complementary', { name: 'Reviews' })
      .getByRole('link', { name: /by you/ })
      .click()
    await desk.page.getByRole('link', { name: 'Review', exact: true }).click()
    await desk.page.getByText('You have reviewed this ticket: 89.3.').waitFor()
    await expect.poll(() => desk.page.getByRole('button', { name: /Save review/ }).isDisabled()).toBe(true)
    await keepPicture(desk.page, 'quality-review-again')
  })

  it('keeps what was written when the service refuses, and says why', async () => {
    await desk.page.goto(`${desk.server.address}/quality`)
    await desk.page
      .getByRole('complementary', { name: 'Reviews' })
      .getByRole('listitem')
      .first()
      .getByRole('link')
      .click()
    await desk.page.getByText('0 of 4 answered').waitFor()
    await desk.page.route('**/v1/qa/reviews', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 409,
            contentType: 'application/problem+json',
            body: JSON.stringify({ status: 409, code: 'conflict', detail: 'Twice.' }),
          })
        : route.continue(),
    )
    for (const key of ['3', '3', '3', 'y']) await desk.page.keyboard.press(key)
    await desk.page.getByRole('button', { name: /Save review/ }).click()
    await desk.page
      .getByRole('alert')
      .getByText(/You have reviewed this ticket by this scorecard/)
      .waitFor()
    await desk.page.getByRole('button', { name: '3', pressed: true }).first().waitFor()
    await desk.page.unroute('**/v1/qa/reviews')
  })

  it('has the same in the dark and on a phone', async () => {
    await desk.page.emulateMedia({ colorScheme: 'dark' })
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'quality-review-dark')
    await desk.page.goto(`${desk.server.address}/quality`)
    await main()
      .getByText(/By 7 reviews/)
      .first()
      .waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'quality-dark')
    await desk.page.setViewportSize({ width: 390, height: 844 })
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'quality-390-dark')
    await expect.poll(() => desk.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await desk.page.emulateMedia({ colorScheme: 'light' })
    await main().getByText('Where it differs').scrollIntoViewIfNeeded()
    await keepPicture(desk.page, 'quality-390-table')
    await main().getByRole('listitem').getByRole('link').first().click()
    await desk.page.getByText('0 of 4 answered').waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'quality-review-390')
    await desk.page.getByRole('button', { name: 'Does not apply' }).last().scrollIntoViewIfNeeded()
    await keepPicture(desk.page, 'quality-review-390-end')
  })
})
