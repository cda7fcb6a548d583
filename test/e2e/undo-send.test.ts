import { beforeAll, expect, it } from 'vitest'
import type { Message, Page as ListPage } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

const request = { serviceLine: 'game-support', channel: 'email', language: 'en' }
const [here, elsewhere] = ['The lobby is closed to me', 'Where is my season pass']

describeDesk('a reply that can be taken back', (desk) => {
  let ticket: { id: string; number: number }
  const reply = () => desk.page.getByRole('textbox', { name: 'Reply' })
  const toast = () => desk.page.getByRole('list', { name: 'Replies on their way' })
  const rail = (area: string) => desk.page.getByRole('link', { name: area }).first().click()
  const open = async () => {
    await desk.page.goto(`${desk.server.address}/tickets/${ticket.id}?view=all`)
    await desk.page.getByRole('heading', { name: here }).waitFor()
  }
  const said = async () => {
    const { data } = await desk.call<ListPage<Message>>('GET', `/v1/tickets/${ticket.id}/messages`)
    return data.map(({ body }) => body)
  }
  const choose = async (time: string) => {
    await desk.page.getByRole('button', { name: 'account menu' }).click()
    await desk.page.getByRole('menuitemradio', { name: time, exact: false }).click()
    // A menu that closes gives the focus back to its button: a key pressed before would go there.
    await desk.page.locator('button[aria-haspopup=menu]:focus').waitFor()
    await desk.page.getByRole('menuitem').first().waitFor({ state: 'detached' })
  }
  const write = async (text: string) => {
    await reply().fill(text)
    // Pressed until it is heard: a key may still go to what had the focus before. Nothing is sent twice, as it is gone then.
    const left = async () => {
      await reply().press('Control+Enter')
      return reply().inputValue()
    }
    await expect.poll(left).toBe('')
  }

  beforeAll(async () => {
    ticket = await createTicket(desk.server, {
      ...request,
      customerId: 'undo-ada',
      issueSummary: here,
      message: 'Why?',
    })
    await createTicket(desk.server, { ...request, customerId: 'undo-bo', issueSummary: elsewhere })
    await open()
  })

  it('waits ten seconds, or as long as its writer chose', async () => {
    await desk.page.getByRole('button', { name: 'account menu' }).click()
    await desk.page.getByRole('menuitemradio', { name: '10 s', checked: true }).waitFor()
    await keepPicture(desk.page, 'undo-choice')
    await desk.page.keyboard.press('Escape')
    await choose('30 s')
    await write('Looking at it.')
    await desk.page.getByText(/^in (30|2\d|1\d) s$/).waitFor()
  })

  it('goes with its writer to other screens, and is taken back from there', async () => {
    await desk.page
      .getByRole('link', { name: new RegExp(elsewhere) })
      .first()
      .click()
    await desk.page.getByRole('heading', { name: elsewhere }).waitFor()
    await toast().getByText('Looking at it.').waitFor()
    await toast().getByRole('button', { name: 'Undo' }).click()
    await desk.page.getByRole('heading', { name: here }).waitFor()
    await expect.poll(() => reply().inputValue()).toBe('Looking at it.')
    expect(await said()).not.toContain('Looking at it.')
  })

  it('still goes when its writer has gone on, and says so until then', async () => {
    await write('Looking at it now.')
    await rail('Queue Control')
    await toast().getByText('Looking at it now.').waitFor()
    await desk.look('undo-elsewhere')
    await expect.poll(said).toContain('Looking at it now.')
    await toast().waitFor({ state: 'detached' })
  })

  it('goes when its page is closed, and is said once when the ticket is opened again', async () => {
    const page = await desk.page.context().newPage()
    const there = page.getByRole('textbox', { name: 'Reply' })
    const openThere = async () => {
      await page.goto(`${desk.server.address}/tickets/${ticket.id}?view=all`)
      await page.getByRole('heading', { name: here }).waitFor()
    }
    await openThere()
    await there.fill('Closing the page.')
    await there.press('Control+Enter')
    await page.getByText(/^in (30|2\d) s$/).waitFor()
    await page.close({ runBeforeUnload: true })
    await expect.poll(said).toContain('Closing the page.')
    await open()
    // Long enough for whatever the page left behind to be sent again.
    await expect
      .poll(() => desk.page.evaluate(() => Object.keys(localStorage).filter((name) => /outgoing\./.test(name))))
      .toEqual([])
    expect((await said()).filter((body) => body === 'Closing the page.')).toHaveLength(1)
    expect(await reply().inputValue()).toBe('')
  })

  it('is a draft on other devices while its own has died, and goes when that one is back', async () => {
    const cookies = await desk.page.context().cookies()
    const device = () =>
      desk.visit(`${desk.server.address}/tickets/${ticket.id}?view=all`, { storageState: { cookies, origins: [] } })
    const dying = await device()
    const words = 'The power is gone.'
    await dying.getByRole('textbox', { name: 'Reply' }).fill(words)
    await dying.getByRole('textbox', { name: 'Reply' }).press('Control+Enter')
    await dying.getByText(/^in \d+ s$/).waitFor()
    const other = await device()
    const draft = other.getByRole('textbox', { name: 'Reply' })
    await expect.poll(() => draft.inputValue()).toBe(words)
    const session = await dying.context().newCDPSession(dying)
    const died = dying.waitForEvent('crash')
    void session.send('Page.crash').catch(() => undefined)
    await died
    expect(await said()).not.toContain(words)
    expect(await draft.inputValue()).toBe(words)
    const back = await dying.context().newPage()
    await back.goto(`${desk.server.address}/tickets/${ticket.id}?view=all`)
    await expect.poll(async () => (await said()).filter((body) => body === words).length).toBe(1)
    await expect.poll(() => draft.inputValue()).toBe('')
  })

  it('goes at once where nobody wants to wait', async () => {
    await open()
    await choose('Do not wait')
    await write('At once.')
    await expect.poll(said).toContain('At once.')
    await choose('30 s')
  })

  it('goes when its writer signs out, and is said once', async () => {
    await write('Before I leave.')
    await desk.page.getByRole('button', { name: 'account menu' }).click()
    await desk.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await desk.page.waitForURL(/sign-in/)
    expect((await said()).filter((body) => body === 'Before I leave.')).toHaveLength(1)
  })
})
