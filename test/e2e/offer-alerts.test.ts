import { beforeAll, expect, it } from 'vitest'
import type { Agent, Chat, Listing } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'

/**
 * The browser's own sounds and notices, counted; a page that nobody sees is played by a word of the test. A browser without
 * a window refuses notices whatever it is granted, so that they may be shown is said here.
 */
const counted = `
  globalThis.heard = { tones: 0, notices: [], isHidden: false }
  const Tones = globalThis.AudioContext
  globalThis.AudioContext = class extends Tones {
    constructor() {
      super()
      globalThis.heard.tones += 1
    }
  }
  const Notice = globalThis.Notification
  globalThis.Notification = class extends Notice {
    static permission = 'granted'
    constructor(title, options) {
      super(title, options)
      globalThis.heard.notices.push(title + ': ' + options.body)
    }
  }
  Object.defineProperty(document, 'hidden', { get: () => globalThis.heard.isHidden })
`

describeDesk('an agent who wants to be told', (desk) => {
  let adminId = ''
  const alerts = () => desk.page.getByRole('button', { name: 'Offers and new messages' })
  const choice = (name: string) => desk.page.getByRole('menuitemcheckbox', { name })
  const presence = () => desk.page.getByRole('button', { name: /: change presence$/ }).first()
  const heard = () => desk.page.evaluate<{ tones: number; notices: string[] }>('globalThis.heard')
  const agent = () => desk.call<Agent>('GET', `/v1/agents/${adminId}`)

  beforeAll(async () => {
    const { data } = await desk.call<Listing<Agent>>('GET', '/v1/agents')
    adminId = data.find(({ name }) => name === 'Admin')?.id ?? ''
    await desk.page.addInitScript(counted)
    await desk.page.reload()
    await presence().waitFor()
  })

  it('says why they are busy, and that they are there again', async () => {
    await presence().click()
    await desk.page.getByRole('menuitem', { name: 'Meeting' }).click()
    await desk.page.getByText('· Meeting').waitFor()
    await expect.poll(async () => (await agent()).presence).toMatchObject({ state: 'busy', reason: 'meeting' })
    await keepPicture(desk.page, 'presence-reason')
    expect(await seriousFaults(desk.page)).toEqual([])
    await presence().click()
    await desk.page.getByRole('menuitemradio', { name: 'Offline' }).click()
    await expect.poll(async () => (await agent()).presence?.state).toBe('offline')
  })

  it('chooses how, hears it at once, and finds the choice again', async () => {
    await alerts().click()
    await choice('Sound').click()
    await expect.poll(async () => (await heard()).tones).toBe(1)
    await alerts().click()
    await choice('Browser notification').click()
    await desk.page.reload()
    await alerts().click()
    for (const name of ['Sound', 'Browser notification']) await expect.poll(() => choice(name).isChecked()).toBe(true)
    await desk.page.keyboard.press('Escape')
  })

  it('is told of an offer, also of a chat in which nobody has said anything yet', async () => {
    await presence().click()
    await desk.page.getByRole('menuitemradio', { name: 'Available' }).click()
    await expect.poll(async () => (await agent()).presence?.state).toBe('available')
    const before = await heard()
    await desk.page.evaluate('globalThis.heard.isHidden = true')
    const request = { customerId: 'says-nothing', serviceLine: 'platform-support', language: 'en' }
    await desk.call<Chat>('POST', '/v1/chat/session', request)
    const offer = desk.page.getByRole('alertdialog')
    await offer.getByText('No subject yet').waitFor()
    await expect.poll(async () => (await heard()).tones).toBe(before.tones + 1)
    expect((await heard()).notices).toEqual([expect.stringMatching(/: No subject yet$/)])
    await desk.page.evaluate('globalThis.heard.isHidden = false')
    await offer.getByRole('button', { name: 'Accept' }).click()
    await desk.page.getByRole('heading', { level: 1, name: 'No subject yet' }).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
  })
})
