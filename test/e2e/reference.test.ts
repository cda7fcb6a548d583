import { expect, it } from 'vitest'
import { describeDesk } from './testing/desk.ts'
import { keepPicture } from './testing/look.ts'

describeDesk('the reference of the API', (desk) => {
  it('is read, searched and called from under the policy of every page', async () => {
    const page = await desk.visit(`${desk.server.address}/docs`)
    const refusals: string[] = []
    page.on('console', (message) => {
      if (/content security policy|trusted/i.test(message.text())) refusals.push(message.text())
    })
    page.on('pageerror', ({ message }) => refusals.push(message))
    await page.reload()
    await page.getByRole('heading', { name: 'Switchyard API' }).first().waitFor()
    await page.getByText('/v1/tickets', { exact: true }).first().waitFor()
    await keepPicture(page, 'reference')
    expect(refusals).toEqual([])
  })
})
