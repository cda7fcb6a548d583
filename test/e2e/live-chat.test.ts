import type { FrameLocator, Page } from 'playwright-core'
import { beforeAll, expect, it, vi } from 'vitest'
import type { Agent, Chat, Listing, Page as ListPage } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

/** As two people in two windows see one conversation; the machine may be slow, so nothing here counts seconds. */
describeDesk('a live conversation', (desk) => {
  let customer: Page
  let panel: FrameLocator
  let mia: Page
  const chats = async (query = '') => (await desk.call<ListPage<Chat>>('GET', `/v1/chat/sessions${query}`)).data
  const wide = { width: 1440, height: 900 }
  const patience = { timeout: 60_000 }
  const presence = (agentId: string, state: string) => desk.call('PUT', `/v1/agents/${agentId}/presence`, { state })
  const agentOf = async (name: string) => {
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    const found = data.find((agent) => agent.name === name || agent.email === name)
    if (found === undefined) throw new Error(`There is no ${name}.`)
    return found.id
  }
  const offer = (page: Page) => page.getByRole('alertdialog')
  const talk = (page: Page) => page.getByRole('region', { name: 'Timeline' })
  const bar = (page: Page) => page.getByRole('region', { name: 'Live conversation' })
  const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply' })
  /** Until the chat is theirs, Enter begins a line. */
  const isTalk = (page: Page) => page.getByPlaceholder('Write a message. Enter sends').waitFor()
  const strip = (page: Page) => page.getByRole('navigation', { name: 'Live conversations' })
  const look = async (page: Page, name: string) => {
    for (const { width, scheme } of [1440, 390].flatMap((size) =>
      (['light', 'dark'] as const).map((one) => ({ width: size, scheme: one })),
    )) {
      await page.setViewportSize({ ...wide, width })
      await page.emulateMedia({ colorScheme: scheme })
      expect(await seriousFaults(page)).toEqual([])
      await keepPicture(page, `${name}-${width}-${scheme}`)
    }
    await page.setViewportSize(wide)
    await page.emulateMedia({ colorScheme: 'light' })
  }
  const change = async (edit: (text: string) => string) => {
    const { document } = await desk.call<{ document: string }>('GET', '/v1/workflow')
    await desk.call('PUT', '/v1/workflow', { document: edit(document) })
  }
  const open = (customerId: string, message: string) =>
    desk.call<Chat>('POST', '/v1/chat/session', {
      customerId,
      serviceLine: 'platform-support',
      language: 'en',
      issueSummary: message,
    })

  beforeAll(async () => {
    await change((text) => text.replace('offerTimeout: 45s', 'offerTimeout: 30m\n      wrapup: 10m'))
    const printed = await desk.server.command('sign-in', '--as', 'mia@example.com', '--role', 'agent')
    mia = await desk.visit(/http:\S+/.exec(printed)?.[0] ?? '')
    await mia.getByRole('link', { name: 'Inbox' }).first().waitFor()
    const id = await agentOf('mia@example.com')
    await desk.call('PATCH', `/v1/agents/${id}`, { queues: ['frontline'], languages: ['en'] })
    await presence(id, 'available')
    const isBuilt = async () => (await fetch(`${desk.server.address}/widget/demo`)).ok
    await vi.waitUntil(isBuilt, { timeout: 120_000, interval: 200 })
    customer = await desk.visit(`${desk.server.address}/widget/demo`)
    panel = customer.frameLocator('iframe')
  })

  it('is offered with what the customer said, and accepted by the keyboard', async () => {
    await customer.getByRole('button', { name: /chat/i }).click()
    await panel.getByLabel('Your name').fill('Elif Aydın')
    await panel.getByLabel('Your e-mail').fill('elif@mail.example')
    await panel.getByLabel('What is it about?').fill('My parcel is marked delivered, nothing came.')
    await panel.getByRole('button', { name: 'Start the chat' }).click()
    await offer(mia).getByText('My parcel is marked delivered, nothing came.').first().waitFor()
    await offer(mia)
      .getByText(/frontline/)
      .first()
      .waitFor()
    await look(mia, 'live-chat-offer')
    await expect
      .poll(async () => {
        await mia.keyboard.press('Enter')
        return bar(mia).isVisible()
      }, patience)
      .toBe(true)
    await strip(mia).getByRole('link', { name: /Elif/ }).waitFor()
    await panel.getByText(/is with you/).waitFor()
  })

  it('carries words, typing and read marks both ways', async () => {
    await isTalk(mia)
    await mia.keyboard.press('r')
    // What is typed before the field has the focus would be keys of the screen.
    await expect.poll(() => mia.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe('Reply')
    // It is told at most every three seconds, and is shown for a few.
    await expect
      .poll(
        async () => {
          await mia.keyboard.type('Good morning')
          return panel.getByText(/is writing/).isVisible()
        },
        { ...patience, interval: 500 },
      )
      .toBe(true)
    await reply(mia).fill('Good morning, I am looking for it.')
    await mia.keyboard.press('Enter')
    await panel.getByText('Good morning, I am looking for it.').waitFor()
    await talk(mia).getByText('Good morning, I am looking for it.').waitFor()
    await talk(mia).getByText('Read', { exact: true }).waitFor()
    await expect.poll(() => reply(mia).inputValue()).toBe('')
    const words = panel.getByRole('textbox')
    await expect
      .poll(
        async () => {
          await words.pressSequentially('m')
          return talk(mia).getByText('Elif Aydın is writing').isVisible()
        },
        { ...patience, interval: 500 },
      )
      .toBe(true)
    await look(mia, 'live-chat-typing')
    await words.fill('The courier says it is in the lobby.')
    await words.press('Enter')
    await talk(mia).getByText('The courier says it is in the lobby.').waitFor()
    await panel.getByText(/^Read/).waitFor()
    await bar(mia).getByText('Unanswered for').waitFor()
  })

  it('stands beside others: what is unread is counted, and a key goes there', async () => {
    const other = await open('visitor-7', 'The lobby rejects me.')
    await offer(mia).getByText('The lobby rejects me.').first().waitFor()
    await offer(mia).getByRole('button', { name: 'Accept' }).click()
    await mia.getByRole('heading', { level: 1, name: 'The lobby rejects me.' }).waitFor()
    const words = panel.getByRole('textbox')
    await words.fill('Are you there?')
    await words.press('Enter')
    await strip(mia).getByText('1 unread message').waitFor({ state: 'attached' })
    await reply(mia).fill('Half a thought')
    await look(mia, 'live-chat-strip')
    await reply(mia).press('Control+j')
    await talk(mia).getByText('Are you there?').waitFor()
    await strip(mia).getByText('1 unread message').waitFor({ state: 'detached' })
    await mia.keyboard.press('Control+j')
    await expect.poll(() => reply(mia).inputValue()).toBe('Half a thought')
    await desk.call('POST', `/v1/chat/sessions/${other.id}/close`, { by: 'customer' })
    const wrapup = mia.getByRole('region', { name: 'Wrap-up' })
    await wrapup.getByText('Customer left').click()
    await look(mia, 'live-chat-wrapup')
    await wrapup.getByRole('button', { name: 'Finish' }).click()
    await wrapup.waitFor({ state: 'detached' })
    const task = () => desk.call<{ disposition: string }>('GET', `/v1/tasks/${other.taskId}`)
    await expect.poll(async () => (await task()).disposition).toBe('customer_left')
    await strip(mia).getByRole('link', { name: /Elif/ }).click()
  })

  it('loses nothing while one side or the other has no network', async () => {
    await customer.context().setOffline(true)
    await panel.getByText('No connection').waitFor()
    await reply(mia).fill('Said while you were away.')
    await reply(mia).press('Enter')
    await talk(mia).getByText('Said while you were away.').waitFor()
    await customer.context().setOffline(false)
    await panel.getByText('Said while you were away.').waitFor()
    const before = (await chats('?status=active'))[0]?.messages ?? 0
    await mia.context().setOffline(true)
    await reply(mia).fill('Said without a network.')
    await reply(mia).press('Enter')
    await talk(mia).getByText('Waits for the connection').waitFor()
    await mia.getByText(/^Offline/).waitFor()
    await keepPicture(mia, 'live-chat-offline-1440-light')
    await mia.context().setOffline(false)
    await panel.getByText('Said without a network.').waitFor()
    await talk(mia).getByText('Waits for the connection').waitFor({ state: 'detached' })
    await mia.getByText(/^Offline/).waitFor({ state: 'detached' })
    expect(await talk(mia).getByText('Said without a network.').count()).toBe(1)
    expect((await chats('?status=active'))[0]?.messages).toBe(before + 1)
  })

  it('says again by itself what was one of too many', async () => {
    const tooMany = { status: 429, contentType: 'application/problem+json', body: '{"title":"No","status":429}' }
    await mia.route('**/v1/chat/sessions/*/messages', (route) => route.fulfill(tooMany), { times: 1 })
    await reply(mia).fill('One of too many.')
    await reply(mia).press('Enter')
    await panel.getByText('One of too many.').waitFor()
    expect(await talk(mia).getByText('Not sent').count()).toBe(0)
  })

  it('says again what was refused, or takes it back into the text', async () => {
    await mia.route('**/v1/chat/sessions/*/messages', (route) =>
      route.fulfill({ status: 422, contentType: 'application/problem+json', body: '{"title":"No","status":422}' }),
    )
    await reply(mia).fill('Refused at first.')
    await reply(mia).press('Enter')
    await talk(mia).getByText('Not sent').waitFor()
    await mia.unroute('**/v1/chat/sessions/*/messages')
    await talk(mia).getByRole('button', { name: 'Try again' }).click()
    await panel.getByText('Refused at first.').waitFor()
  })

  it('has help beside it: nothing is sent by looking at it', async () => {
    const { messages } = (await chats('?status=active'))[0] ?? { messages: 0 }
    await mia.getByRole('button', { name: 'Assist' }).click()
    const side = mia.getByRole('complementary', { name: 'Assist' })
    await side.getByRole('heading', { name: 'Solved before' }).waitFor()
    await side
      .getByRole('button', { name: /^Insert/ })
      .first()
      .click()
    await expect.poll(() => reply(mia).inputValue()).not.toBe('')
    await look(mia, 'live-chat-assist')
    expect((await chats('?status=active'))[0]?.messages).toBe(messages)
    await reply(mia).fill('')
    await side.getByRole('button', { name: 'Close' }).click()
  })

  it('is whispered about, handed to a colleague, ended there and rated', async () => {
    const admin = await agentOf('Admin')
    await presence(admin, 'available')
    await mia.getByRole('tab', { name: 'Note' }).click()
    await mia.getByRole('textbox', { name: 'Note' }).fill('The photo shows another door.')
    await mia.getByRole('textbox', { name: 'Note' }).press('Control+Enter')
    await talk(mia).getByText('The photo shows another door.').waitFor()
    await bar(mia).getByRole('button', { name: 'Transfer' }).click()
    const dialog = mia.getByRole('dialog')
    await dialog.getByText('Admin', { exact: true }).click()
    await dialog.getByLabel('What they need to know').fill('She needs it today.')
    await look(mia, 'live-chat-transfer')
    await dialog.getByRole('button', { name: 'Transfer' }).click()
    await offer(desk.page).getByRole('button', { name: 'Accept' }).click()
    await talk(desk.page).getByText('She needs it today.').waitFor()
    await talk(desk.page).getByText('Refused at first.').waitFor()
    await strip(mia).waitFor({ state: 'detached' })
    await panel.getByText(/Admin is with you/).waitFor()
    await isTalk(desk.page)
    await reply(desk.page).fill('It is on its way.')
    await reply(desk.page).press('Enter')
    await panel.getByText('It is on its way.').waitFor()
    expect(await panel.getByText('The photo shows another door.').count()).toBe(0)
    await desk.page.getByText(/^to Elif Aydın by live chat/).waitFor()
    await bar(desk.page).getByRole('button', { name: 'End chat' }).click()
    await desk.page.getByRole('dialog').getByRole('button', { name: 'End chat' }).click()
    await desk.page.getByText(/^to Elif Aydın by e-mail/).waitFor()
    await desk.page.getByRole('region', { name: 'Wrap-up' }).getByRole('button', { name: 'Finish' }).click()
    await strip(desk.page).waitFor({ state: 'detached' })
    await panel.getByLabel('5 of 5').check({ force: true })
    await panel.getByPlaceholder('What should we know?').fill('Quick, and kind.')
    await panel.getByRole('button', { name: 'Send the rating' }).click()
    await talk(desk.page)
      .getByText(/Chat rated/)
      .waitFor()
    await talk(desk.page).getByText('Quick, and kind.').waitFor()
    const beside = desk.page.getByRole('complementary').filter({ hasText: 'How it was for the customer' })
    await beside.getByText('5 of 5').waitFor()
    await beside.getByText('Quick, and kind.').waitFor()
    await look(desk.page, 'live-chat-rated')
  })

  it('is told of beside what the customer asks next', async () => {
    const rated = (await chats('?status=closed')).find(({ customer: { name } }) => name === 'Elif Aydın')
    const customerId = rated?.customer.externalId
    const asked = { customerId, channel: 'api', issueSummary: 'The parcel is damaged.' }
    const next = await createTicket(desk.server, asked)
    await desk.call('PUT', `/v1/tickets/${next.id}/assignee`, { agentId: await agentOf('Admin') })
    await desk.page.goto(`${desk.server.address}/tickets/${next.id}`)
    const beside = desk.page.getByRole('complementary').filter({ hasText: 'Ratings of other tickets' })
    await beside.getByText('5 of 5').waitFor()
    await beside.getByText('Quick, and kind.').waitFor()
    const lookAt = async (width: number) => {
      for (const colorScheme of ['dark', 'light'] as const) {
        await desk.page.emulateMedia({ colorScheme })
        expect(await seriousFaults(desk.page)).toEqual([])
        await keepPicture(desk.page, `ticket-other-ratings-${width}-${colorScheme}`)
      }
    }
    await lookAt(1440)
    await desk.page.setViewportSize({ ...wide, width: 390 })
    await desk.page.getByRole('button', { name: 'Show context' }).click()
    await desk.page.getByRole('dialog').getByText('Quick, and kind.').waitFor()
    await lookAt(390)
    await desk.page.keyboard.press('Escape')
    await desk.page.setViewportSize(wide)
    await beside.getByRole('link', { name: /^#\d+$/ }).click()
    await talk(desk.page)
      .getByText(/Chat rated/)
      .waitFor()
    await desk.page.getByText('How it was for the customer').waitFor()
    expect(await desk.page.getByText('Ratings of other tickets').count()).toBe(0)
  })

  it('goes on to others when its offer runs out', async () => {
    await presence(await agentOf('Admin'), 'away')
    await change((text) => text.replace('offerTimeout: 30m', 'offerTimeout: 5s'))
    await open('visitor-8', 'Nobody is quick enough.')
    await offer(mia).getByText('Nobody is quick enough.').first().waitFor()
    await offer(mia).getByText('Expired. It goes to the next agent.').waitFor()
    await offer(mia).waitFor({ state: 'detached' })
    expect((await chats('?status=queued'))[0]).toMatchObject({ status: 'queued', agent: null })
  })
})
