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
