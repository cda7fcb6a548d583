import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeDesk } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'

const brand = 'burger-house'
interface Store {
  name: string
  franchisee: string | null
  version: number
}

describeDesk('the stores', (desk) => {
  const main = (page: Page = desk.page) => page.getByRole('main')
  const row = (text: string) => main().getByRole('row').filter({ hasText: text })
  const panel = (name: string, page: Page = desk.page) => page.getByRole('region', { name, exact: true })
  const stored = (number: string) => desk.call<Store>('GET', `/v1/stores/${number}`)
  const fits = () => desk.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')
  const enter = async (email: string, member: object) => {
    await desk.call('POST', '/v1/members', { email, ...member })
    const page = await desk.visit(/(http:\S+)/.exec(await desk.server.command('sign-in', '--as', email))?.[1] ?? '')
    // Signed in: whoever leaves the link's page before is not.
    await page.getByRole('link', { name: 'Partners', exact: true }).waitFor()
    return page
  }

  it('say that they load, and what failed, with another try', async () => {
    const { page } = desk
    const held = Promise.withResolvers<void>()
    await page.route('**/v1/stores?**', async (route) => {
      await held.promise
      await route.fulfill({ status: 500, json: { title: 'Broken', status: 500, code: 'internal' } })
    })
    await page.goto(`${desk.server.address}/partners?tab=stores`)
    await main().getByRole('status', { name: 'Loading' }).waitFor()
    held.resolve()
    await main().getByRole('alert').getByRole('button').first().waitFor()
    expect(await seriousFaults(page)).toEqual([])
    await keepPicture(page, 'stores-failed')
    await page.unroute('**/v1/stores?**')
    await main().getByRole('alert').getByRole('button').first().click()
    await row('Madrid Sol').waitFor()
  })

  it('are registered by the keyboard alone, and not under a number that has one', async () => {
    const { page } = desk
    await main().getByRole('button', { name: 'New store' }).focus()
    await page.keyboard.press('Enter')
    const form = page.getByRole('dialog', { name: 'New store' })
    await form.getByLabel(/^Number/).fill('2301')
    await form.getByLabel('Name', { exact: true }).fill('Madrid Norte')
    await form.getByLabel('Brand', { exact: true }).fill(brand)
    await form.getByLabel(/^Region/).fill('ES')
    await form.getByLabel('Time zone').fill('Europe/Atlantis')
    await desk.look('stores-new')
    await page.keyboard.press('Enter')
    await form.getByText('This is no IANA time zone.').waitFor()
    await form.getByLabel('Time zone').fill('Europe/Madrid')
    await form.getByLabel('Time zone').press('Enter')
    await form.getByText('There is a store with this number already.').waitFor()
    expect((await stored('2301')).name).toBe('Madrid Sol')
    await form.getByLabel(/^Number/).fill('0042')
    await form.getByLabel(/^Number/).press('Enter')
    await form.waitFor({ state: 'detached' })
    await panel('Madrid Norte').getByText('v1', { exact: true }).waitFor()
    expect(await stored('0042')).toMatchObject({ name: 'Madrid Norte', franchisee: null, version: 1 })
  })

  it('are opened, changed and closed by the keyboard alone, each change on its version', async () => {
    const { page } = desk
    const open = row('Madrid Norte').getByRole('button', { name: 'Madrid Norte' })
    await page.keyboard.press('Escape')
    await panel('Madrid Norte').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toContain('Madrid Norte')
    await page.keyboard.press('Enter')
    const franchisee = panel('Madrid Norte').getByLabel(/^Franchisee/)
    await franchisee.fill('Meseta Grill')
    await franchisee.press('Enter')
    await panel('Madrid Norte').getByText('Saved', { exact: true }).waitFor()
    await row('Madrid Norte').getByText('Meseta Grill', { exact: true }).waitFor()
    expect(await stored('0042')).toMatchObject({ franchisee: 'Meseta Grill', version: 2 })
    await desk.look('stores')
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await fits()).toBe(true)
    await open.waitFor({ state: 'hidden' })
    await panel('Madrid Norte').getByRole('button', { name: 'Back to the stores' }).click()
    await open.waitFor()
    expect(await fits()).toBe(true)
    await keepPicture(page, 'stores-list-390')
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('are never overwritten unseen: the later of two says which goes on', async () => {
    await row('Madrid Norte').getByRole('button', { name: 'Madrid Norte' }).click()
    const form = panel('Madrid Norte')
    const name = form.getByLabel('Name', { exact: true })
    const theirs = { name: 'Madrid Norte', brand, region: 'ES', franchisee: 'Costa Grill', timezone: 'Europe/Madrid' }
    await name.fill('Madrid Norte 2')
    await desk.call('PUT', '/v1/stores/0042', theirs)
    await form.getByText('Version 3 was saved meanwhile.').waitFor()
    await expect.poll(() => form.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'stores-meanwhile')
    await form.getByRole('button', { name: 'Take theirs' }).click()
    await expect.poll(() => form.getByLabel(/^Franchisee/).inputValue()).toBe('Costa Grill')
    expect(await name.inputValue()).toBe('Madrid Norte')
    await name.fill('Madrid Norte 3')
    // Nobody tells of the next one: the save itself is refused.
    await desk.page.route('**/v1/stores/0042', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.fallback(),
    )
    await desk.call('PUT', '/v1/stores/0042', { ...theirs, franchisee: null })
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('The store is at version 4, not 3.').waitFor()
    expect((await stored('0042')).name).toBe('Madrid Norte')
    await desk.page.unroute('**/v1/stores/0042')
    await form.getByText('Version 4 was saved meanwhile.').waitFor()
    await form.getByRole('button', { name: 'Keep mine' }).click()
    await form.getByRole('button', { name: 'Save' }).click()
    await panel('Madrid Norte 3').getByText('Saved', { exact: true }).waitFor()
    expect(await stored('0042')).toMatchObject({ name: 'Madrid Norte 3', franchisee: 'Costa Grill', version: 5 })
  })

  it('are narrowed by brand, region and franchisee, and opened by number', async () => {
    const { page } = desk
    const region = main().getByLabel('Region', { exact: true }).first()
    await region.fill('pt')
    await region.press('Enter')
    await expect.poll(() => page.url()).toContain('region=PT')
    await row('Lisboa Rossio').waitFor()
    await row('Madrid Sol').waitFor({ state: 'detached' })
    await main().getByRole('button', { name: 'Show all' }).click()
    await row('Madrid Sol').waitFor()
    const franchisee = main().getByLabel('Franchisee', { exact: true }).first()
    await franchisee.fill('Tejo Foods')
    await row('Madrid Sol').waitFor({ state: 'detached' })
    await row('Porto Aliados').waitFor()
    const ofBrand = main().getByLabel('Brand', { exact: true }).first()
    await ofBrand.fill('noodle-bar')
    await ofBrand.press('Enter')
    await main().getByRole('heading', { name: 'No stores like that' }).waitFor()
    await main().getByRole('button', { name: 'Show all' }).click()
    await main().getByLabel('Open by number').fill('9999')
    await main().getByLabel('Open by number').press('Enter')
    await main().getByRole('heading', { name: 'No store 9999' }).waitFor()
    await main().getByLabel('Open by number').fill('2301')
    await main().getByLabel('Open by number').press('Enter')
    await panel('Madrid Sol').getByRole('link', { name: 'Its requests' }).click()
    await page.getByRole('tab', { name: 'Hand-offs', selected: true }).waitFor()
    await expect.poll(() => main().getByLabel('Store', { exact: true }).inputValue()).toBe('2301')
    await page.goBack()
    await panel('Madrid Sol').waitFor()
  })

  it('are handed out as curl, the list as it is narrowed', async () => {
    const { page } = desk
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.server.address })
    const curl = () => page.evaluate<string>('navigator.clipboard.readText()')
    await page.goto(`${desk.server.address}/partners?tab=stores&region=PT`)
    await row('Lisboa Rossio').getByRole('button').click()
    await panel('Lisboa Rossio').getByRole('button', { name: 'Copy as curl' }).click()
    await expect.poll(curl).toContain('/v1/stores/1201')
    await page.getByRole('banner').getByRole('button', { name: 'Copy as curl' }).click()
    await page.getByRole('menuitem', { name: 'This list' }).click()
    await expect.poll(curl).toContain('/v1/stores?region=PT')
  })

  it('are a franchisee’s own alone, and only read by who may not change them', async () => {
    const nobody = await enter('nobody@example.com', { name: 'Nuno', role: 'franchisee', franchisees: ['Nobody'] })
    await nobody.goto(`${desk.server.address}/partners?tab=stores`)
    await main(nobody).getByRole('heading', { name: 'No stores yet' }).waitFor()
    expect(await seriousFaults(nobody)).toEqual([])
    await keepPicture(nobody, 'stores-none')
    await nobody.goto(`${desk.server.address}/partners?tab=stores&store=2301`)
    await main(nobody).getByRole('heading', { name: 'No store 2301' }).waitFor()
    const auditor = await enter('aud@example.com', { name: 'Alda', role: 'auditor' })
    await auditor.goto(`${desk.server.address}/partners?tab=stores&store=2301`)
    await panel('Madrid Sol', auditor).getByText('Europe/Madrid').waitFor()
    await expect.poll(() => panel('Madrid Sol', auditor).getByRole('textbox').count()).toBe(0)
    await expect.poll(() => main(auditor).getByRole('button', { name: 'New store' }).count()).toBe(0)
    expect(await seriousFaults(auditor)).toEqual([])
    await keepPicture(auditor, 'stores-read-only')
  })

  it('speak the reader’s language', async () => {
    for (const [language, words] of [
      ['es', 'Zona horaria'],
      ['pt', 'Fuso horário'],
    ] as const) {
      await desk.page.evaluate(`localStorage.setItem('switchyard.language', '"${language}"')`)
      await desk.page.goto(`${desk.server.address}/partners?tab=stores&store=2301`)
      await main().getByRole('columnheader', { name: words }).waitFor()
      await keepPicture(desk.page, `stores-${language}`)
    }
  })
})
