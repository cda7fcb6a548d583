import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { describeDesk } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'

interface Draft {
  version: number
  basedOn: number
  document: string
}

describeDesk('the drafts and versions of a market', (desk) => {
  let bia: Page
  const main = (page: Page = desk.page) => page.getByRole('main')
  const issueOf = (name: string, page?: Page) => main(page).getByLabel(`Knowledge Force Issue ID ${name}`)
  const draft = () => desk.call<Draft>('GET', '/v1/market-drafts/iberia')
  const open = (page: Page) => page.goto(`${desk.server.address}/partners?tab=markets`)

  beforeAll(async () => {
    const email = 'bia@example.com'
    await desk.call('POST', '/v1/members', { email, name: 'Bia Nunes', role: 'manager' })
    const link = /(http:\S+)/.exec(await desk.server.command('sign-in', '--as', email))?.[1] ?? ''
    bia = await desk.visit(link)
  })

  it('keep what is written, and go on on another device', async () => {
    await open(desk.page)
    await issueOf('Otro').fill('0998')
    await main().getByText('Draft saved').waitFor()
    expect((await draft()).document).toContain('"0998"')
    await open(bia)
    await expect.poll(() => issueOf('Otro', bia).inputValue()).toBe('0998')
    await issueOf('Otro', bia).fill('0997')
    await main(bia).getByText('Draft saved').waitFor()
    // Nothing is unsaved here, so the page takes over what the other one wrote.
    await expect.poll(() => issueOf('Otro').inputValue(), { timeout: 15_000 }).toBe('0997')
    await desk.look('market-draft')
  })

  it('are never overwritten unseen: the later of two says which goes on', async () => {
    const { version, document, basedOn } = await draft()
    await bia.route('**/v1/market-drafts/**', (route) =>
      route.request().method() === 'GET' ? route.abort() : route.fallback(),
    )
    const theirs = document.replace('"0997"', '"0777"')
    await desk.call('PUT', '/v1/market-drafts/iberia', { document: theirs, basedOn, expectedVersion: version })
    await issueOf('Otro', bia).fill('0555')
    await main(bia).getByText('has saved this draft meanwhile').waitFor()
    await bia.unroute('**/v1/market-drafts/**')
    expect(await seriousFaults(bia)).toEqual([])
    await keepPicture(bia, 'market-outdone')
    expect((await draft()).document).toBe(theirs)
    await main(bia).getByRole('button', { name: 'Keep mine' }).click()
    await main(bia).getByText('Draft saved').waitFor()
    await expect.poll(async () => (await draft()).document.includes('"0555"')).toBe(true)
    await expect.poll(() => issueOf('Otro').inputValue(), { timeout: 15_000 }).toBe('0555')
  })

  it('say when somebody published meanwhile, and go on over that or end', async () => {
    const { document } = await desk.call<{ document: string }>('GET', '/v1/markets/iberia')
    await desk.call('PUT', '/v1/markets/iberia', { document: `${document}# Theirs.\n` })
    await main().getByText('Version 2 was published meanwhile').waitFor()
    await main().getByRole('button', { name: 'Go on over version 2' }).click()
    await main().getByText('Draft saved').waitFor()
    await expect.poll(async () => (await draft()).basedOn).toBe(2)
    await main().getByRole('button', { name: 'Publish' }).click()
    await main().getByText('Nothing is changed').waitFor()
    await expect.poll(async () => (await desk.call<{ data: [] }>('GET', '/v1/market-drafts')).data.length).toBe(0)
    await main(bia).getByText('Nothing is changed').waitFor({ timeout: 20_000 })
  })

  it('lead back to an earlier version, by the keyboard alone, which is the next one', async () => {
    const { page } = desk
    await main().getByRole('button', { name: 'Versions' }).focus()
    await page.keyboard.press('Enter')
    const line = main().getByRole('listitem').filter({ hasText: 'v1' }).first()
    await main().getByText('in force', { exact: true }).waitFor()
    await line.locator('summary').focus()
    await page.keyboard.press('Enter')
    await line.getByText('is new').first().waitFor()
    await desk.look('market-versions')
    await line.getByRole('button', { name: 'Restore this version' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Restore version 1' })
    await dialog.getByText('Knowledge Force Issue ID').waitFor()
    await desk.look('market-restore')
    await dialog.getByRole('button', { name: 'Restore' }).focus()
    await page.keyboard.press('Enter')
    await main().getByText('version 1 again').waitFor()
    const market = await desk.call<{ version: number; document: string }>('GET', '/v1/markets/iberia')
    const first = await desk.call<{ document: string }>('GET', '/v1/markets/iberia/versions/1')
    expect([market.version, market.document]).toEqual([4, first.document])
  })
})
