import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeDesk, looks } from './testing/desk.ts'
import { keepWholePicture } from './testing/look.ts'

interface Asked {
  readonly id: string
}

describeDesk('access', (desk) => {
  const purpose = 'Our lobby opens tickets for players whose deposit is missing.'
  let standing = ''

  it('is asked for on the public page without a script, in words that say what is missing', async () => {
    const page = await desk.visit(`${desk.server.address}/platform?lang=en`, { javaScriptEnabled: false })
    await page.getByRole('banner').getByRole('link', { name: 'Request access' }).click()
    const form = page.getByRole('form', { name: 'Request access' })
    await form.getByLabel('Your name').fill('Lena Ortiz')
    await form.getByLabel('Work email').fill('lena@acme.example')
    await form.getByLabel('Company').fill('Acme Games')
    await form.getByLabel('What you need it for').fill('   ')
    await form.getByRole('button', { name: 'Send the request' }).click()
    await page.getByRole('heading', { level: 1, name: 'Something is missing' }).waitFor()
    expect(await form.getByLabel('Your name').inputValue()).toBe('Lena Ortiz')
    await lookAt(page, 'access-refused')
    await form.getByLabel('What you need it for').fill(purpose)
    await form.getByLabel('Live chat').check()
    await form.getByLabel('Payments', { exact: true }).check()
    await form.getByRole('button', { name: 'Send the request' }).click()
    await page.getByRole('heading', { level: 1, name: 'Your request is in review' }).waitFor()
    standing = page.url()
    await lookAt(page, 'access-standing')
    await page.context().close()
  })

  it('is approved in the console with a map that is narrower than the wish; the token is shown once', async () => {
    const { page } = desk
    await desk.call<Asked>('POST', '/v1/access/requests', {
      workspace: new URL(standing).searchParams.get('workspace'),
      kind: 'operator',
      name: 'Rui Prata',
      email: 'rui@night.example',
      organization: 'Night Desk',
      purpose: 'We answer chats at night.',
      role: 'agent',
    })
    await desk.call('POST', '/v1/partners', { slug: 'acme', name: 'Acme' })
    await page.getByRole('link', { name: 'Partners', exact: true }).click()
    await page.getByRole('tab', { name: 'Access' }).click()
    const list = page.getByRole('navigation', { name: 'Requests for access' })
    await list.getByRole('button', { name: 'Night Desk' }).waitFor()
    // What waits alone: the one that is approved leaves the list while its token is looked at.
    await list.getByRole('button', { name: 'Waiting', exact: true }).click()
    await list.getByRole('button', { name: 'Acme Games' }).click()
    await page.getByText(purpose).waitFor()
    await desk.look('access-desk')
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Approve access' })
    await dialog.getByLabel('partner:act').uncheck()
    await dialog.getByLabel('Acts for').selectOption('Acme')
    await desk.look('access-approve')
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click()
    const handed = page.getByRole('dialog', { name: 'The token of Acme Games' })
    const token = await handed.locator('code').innerText()
    await desk.look('access-token')
    const me = await fetch(`${desk.server.address}/v1/me`, { headers: { authorization: `Bearer ${token}` } })
    const { permissions } = (await me.json()) as { permissions: string[] }
    expect(permissions).toContain('ticket:write')
    expect(permissions).not.toContain('partner:act')
    await handed.getByRole('button', { name: 'Close', exact: true }).last().click()
    await list.getByRole('button', { name: 'Acme Games' }).waitFor({ state: 'detached' })
  })

  it('is rejected with a reason, which whoever asked is not told', async () => {
    const { page } = desk
    await page.getByRole('button', { name: 'Reject', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Reject this request?' })
    await dialog.getByLabel('Why').fill('The night is staffed.')
    await dialog.getByRole('button', { name: 'Reject', exact: true }).click()
    await page.getByText('No requests').waitFor()
    await page.getByRole('button', { name: 'Rejected', exact: true }).click()
    await page.getByText('The night is staffed.').waitFor()
    await desk.look('access-rejected')
    const visitor = await desk.visit(standing.replace('lang=en', 'lang=pt'))
    await visitor.getByRole('heading', { level: 1, name: 'O seu pedido foi aprovado' }).waitFor()
    await desk.look('access-approved', visitor)
    await visitor.context().close()
  })

  /** Pictures alone: where no script runs nothing can be measured. */
  async function lookAt(page: Page, name: string): Promise<void> {
    for (const { name: size, width, colorScheme } of looks) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await keepWholePicture(page, `${name}-${size}`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  }
})
