import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Route } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import type { Message, Page as ListPage } from '@switchyard/sdk'
import { describeDesk, looks } from './testing/desk.ts'
import { keepPicture, seriousFaults } from './testing/look.ts'
import { drawPicture } from './testing/picture.ts'
import { createTicket } from './testing/visit.ts'

const request = { customerId: 'demo-customer-9', serviceLine: 'game-support', channel: 'email', language: 'en' }
const picture = { name: 'lobby-fault.png', mimeType: 'image/png', buffer: drawPicture(640, 360) }
const log = {
  name: 'lobby.log',
  mimeType: 'text/plain',
  buffer: Buffer.from('12:04 the lobby stays black\n'.repeat(900)),
}
const disguised = {
  name: 'holiday.png',
  mimeType: 'image/png',
  buffer: Buffer.from('<script>document.title="run"</script>'),
}

describeDesk('files on a ticket', (desk) => {
  let ticket: { id: string; number: number }
  const composer = () => desk.page.getByRole('list', { name: 'Attached files' })
  const chip = (name: string) => composer().getByRole('listitem').filter({ hasText: name })
  const choose = (...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
    desk.page.locator('input[type=file]').setInputFiles(files)
  /** Not the menu beside it, which sends as well. */
  const send = (name: string) =>
    desk.page.getByRole('button', { name, exact: false }).and(desk.page.locator(':not([aria-haspopup])')).last()
  /** What a browser does when somebody drops or pastes a file where a note is written. */
  const give = (event: string, name: string) =>
    desk.page.evaluate(`(() => {
      const given = new DataTransfer()
      given.items.add(new File([${JSON.stringify(String(disguised.buffer))}], '${name}', { type: 'image/png' }))
      const init = { bubbles: true, cancelable: true, dataTransfer: given, clipboardData: given }
      const kind = '${event}' === 'paste' ? ClipboardEvent : DragEvent
      document.querySelector('textarea').dispatchEvent(new kind('${event}', init))
    })()`)
  const messages = async () => {
    const path = `/v1/tickets/${ticket.id}/messages`
    return (await desk.call<ListPage<Message>>('GET', path)).data
  }

  beforeAll(async () => {
    ticket = await createTicket(desk.server, {
      ...request,
      issueSummary: 'The lobby stays black',
      message: 'See it fail.',
    })
    await desk.page.goto(`${desk.server.address}/tickets/${ticket.id}`)
    await desk.page.getByRole('heading', { name: 'The lobby stays black' }).waitFor()
  })

  it('are chosen, shown with what they are, and sent with a reply', async () => {
    await choose(picture, log)
    await chip('lobby-fault.png').getByRole('button', { name: 'Remove lobby-fault.png' }).waitFor()
    await chip('lobby.log').getByRole('button', { name: 'Remove lobby.log' }).waitFor()
    await desk.page.getByLabel('Reply', { exact: true }).last().fill('This is what I see.')
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'attachments-composer-1440-light')
    await desk.page.keyboard.press('Control+Enter')
    await desk.page.getByRole('button', { name: 'Show lobby-fault.png larger' }).waitFor()
    await desk.page.getByRole('button', { name: 'Download lobby.log' }).waitFor()
    expect((await messages()).at(-1)?.attachments.map(({ name, mediaType }) => [name, mediaType])).toEqual([
      ['lobby-fault.png', 'image/png'],
      ['lobby.log', 'text/plain'],
    ])
  })

  it('are dropped and pasted, and may be all a note says', async () => {
    await desk.page.getByRole('tab', { name: 'Note' }).click()
    for (const event of ['drop', 'paste']) {
      const name = `${event}-${disguised.name}`
      if (event === 'drop') {
        await give('dragenter', name)
        await desk.page.getByText('Drop to attach').waitFor()
      }
      await give(event, name)
      await chip(name)
        .getByRole('button', { name: `Remove ${name}` })
        .waitFor()
    }
    await send('Add note').click()
    await desk.page.getByRole('button', { name: 'Download drop-holiday.png' }).waitFor()
    const note = (await messages()).at(-1)
    expect([note?.visibility, note?.body, note?.attachments.map(({ mediaType }) => mediaType)]).toEqual([
      'internal',
      '',
      ['text/html', 'text/html'],
    ])
  })

  it('come back to the byte, saved under their name, and run nothing', async () => {
    const [download] = await Promise.all([
      desk.page.waitForEvent('download'),
      desk.page.getByRole('button', { name: 'Download lobby.log' }).click(),
    ])
    expect([download.suggestedFilename(), String(await readFile(await download.path()))]).toEqual([
      'lobby.log',
      String(log.buffer),
    ])
    const html = (await messages()).at(-1)?.attachments[0]
    const opened = await desk.page.context().newPage()
    const saved = opened.waitForEvent('download')
    await opened.goto(`${desk.server.address}/v1/files/${html?.id}/content`).catch(() => {})
    await saved
    expect(await opened.title()).not.toBe('run')
    await opened.close()
  })

  it('show a picture large, and give the focus back', async () => {
    await desk.page.getByRole('button', { name: 'Show lobby-fault.png larger' }).click()
    const dialog = desk.page.getByRole('dialog', { name: 'lobby-fault.png' })
    await dialog.getByText('640 × 360').waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'attachments-large-1440-light')
    await desk.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('that are too large, cut off or given up are said so, tried again and taken off', async () => {
    await desk.page.getByRole('tab', { name: 'Reply' }).click()
    const large = join(desk.server.dataFolder, 'recording.bin')
    await writeFile(large, Buffer.alloc(26 * 1024 * 1024, 1))
    await desk.page.locator('input[type=file]').setInputFiles(large)
    await chip('recording.bin').getByText('Too large: at most 25 MB').waitFor()
    await desk.page.getByText('Remove or try again what was not uploaded').waitFor()
    await expect.poll(() => send('Send').getAttribute('aria-disabled')).toBe('true')
    await chip('recording.bin').getByRole('button', { name: 'Remove recording.bin' }).click()

    let isCut = true
    const held: Route[] = []
    const onUpload = async (route: Route) => {
      if (isCut) await route.abort('connectionreset')
      else held.push(route)
    }
    await desk.page.route('**/v1/files', onUpload)
    await choose(log)
    await chip('lobby.log').getByText('The connection broke').waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'attachments-failed-1440-light')
    isCut = false
    await chip('lobby.log').getByRole('button', { name: 'Try again lobby.log' }).click()
    await desk.page.getByText('Uploading…').waitFor()
    await chip('lobby.log').getByRole('button', { name: 'Cancel the upload of lobby.log' }).click()
    await composer().getByRole('listitem').waitFor({ state: 'detached' })
    await desk.page.unroute('**/v1/files', onUpload)
    await Promise.all(held.map((route) => route.abort().catch(() => {})))

    await choose(log)
    await chip('lobby.log').getByRole('button', { name: 'Remove lobby.log' }).waitFor()
  })

  it('stay with what is being written while its writer looks elsewhere', async () => {
    await desk.page.getByRole('tab', { name: 'Note' }).click()
    await desk.page.getByRole('tab', { name: 'Reply' }).click()
    await chip('lobby.log').getByRole('button', { name: 'Remove lobby.log' }).waitFor()
  })

  it.each(looks)('look well: $name', async ({ name, width, colorScheme }) => {
    await desk.page.emulateMedia({ colorScheme })
    await desk.page.setViewportSize({ width, height: 844 })
    await desk.page.getByRole('button', { name: 'Show lobby-fault.png larger' }).scrollIntoViewIfNeeded()
    expect(await seriousFaults(desk.page)).toEqual([])
    await expect.poll(() => desk.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await keepPicture(desk.page, `attachments-${name}`)
  })

  it('are laid before the reviewers of a case', async () => {
    await desk.page.emulateMedia({ colorScheme: 'light' })
    await desk.page.setViewportSize({ width: 1440, height: 900 })
    const body = { ticketId: ticket.id, reason: 'payment_dispute', note: 'Three captures.' }
    const { id } = await desk.call<{ id: string }>('POST', '/v1/cases', body)
    await desk.page.goto(`${desk.server.address}/cases?case=${id}`)
    const panel = desk.page.getByRole('complementary').filter({ has: desk.page.getByText('Three captures.') })
    await panel.getByRole('button', { name: 'Add evidence' }).click()
    await panel.getByText('file', { exact: true }).click()
    await panel.locator('input[type=file]').setInputFiles([picture])
    await panel.getByRole('button', { name: 'Remove lobby-fault.png' }).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'attachments-evidence-form')
    await panel.getByLabel('What it shows').fill('The screen of the customer')
    await panel.getByRole('button', { name: 'Add evidence' }).click()
    await panel.getByRole('button', { name: 'Show lobby-fault.png larger' }).waitFor()
    expect(await seriousFaults(desk.page)).toEqual([])
    await keepPicture(desk.page, 'attachments-evidence')
  })
})
