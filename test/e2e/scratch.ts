import { openBrowser } from './testing/open-browser.ts'
import { startServer } from './testing/running-server.ts'
import { createTicket, openVisitor } from './testing/visit.ts'
import { createClient } from '@switchyard/sdk'
const browser = await openBrowser()
const server = await startServer()
try {
  const post = (path: string, body: object, token = server.token) =>
    createClient({ baseUrl: server.address, token }).request<any>({ method: 'POST', path, body })
  const request = {
    customerId: 'demo-customer-2048',
    serviceLine: 'game-support',
    category: 'payment_processing',
    channel: 'email',
    priority: 'high',
    language: 'en',
  }
  const marta = (await post('/v1/tokens', { name: 'Marta Ruiz', role: 'risk-reviewer' })).token
  const page = await openVisitor(browser, server.signInLink)
  const seeds: [string, string, string, string[], string?][] = [
    ['Duplicate captures on three accounts', 'payment_dispute', marta, ['triage', 'investigating', 'decision']],
    ['Bonus abuse ring, goodwill credit', 'fraud_suspected', marta, ['triage', 'investigating', 'decision']],
    ['Sign-in from a new country, then a payout to a card nobody has seen before', 'account_security', marta, []],
    ['Abusive messages in ranked lobby chat', 'abuse', marta, ['triage']],
    ['Merchant asks to withhold order data', 'legal', server.token, ['triage']],
    ['VIP account locked during an event', 'vip', marta, ['triage', 'investigating']],
    ['Partner disputes a settlement of 1,240 EUR', 'other', marta, ['triage', 'investigating'], 'partner'],
  ]
  const ids: string[] = []
  for (const [s, reason, token, path, wait] of seeds) {
    const tk = await createTicket(server, { ...request, issueSummary: s })
    const c = await post(
      '/v1/cases',
      {
        ticketId: tk.id,
        reason,
        severity: reason === 'account_security' ? 'critical' : undefined,
        note: 'Looks like one retry window.',
      },
      token,
    )
    ids.push(c.id)
    for (const to of path) await post(`/v1/cases/${c.id}/transitions`, { to }, token)
    const done = path.length === 3 ? c.checks : c.checks.slice(0, path.length - 1 < 0 ? 0 : path.length - 1)
    for (const [i, k] of done.entries())
      await post(
        `/v1/cases/${c.id}/checks/${k.name}`,
        {
          result: i === 1 ? 'fail' : 'pass',
          note: 'Three pairs of captures, same amount and key, 2 s apart. Processor log agrees.',
          evidence: [{ kind: 'link', url: 'https://processor.example/log/1', text: '212 rows' }],
        },
        token,
      )
    if (wait) await post(`/v1/cases/${c.id}/pause`, { waitsFor: wait }, token)
  }
  await page.goto(`${server.address}/cases`)
  await page.getByText('Abusive messages').waitFor()
  const shot = async (n: string) => {
    await page.waitForTimeout(400)
    await page.screenshot({ path: `/tmp/shots/${n}.png` })
  }
  await shot('board')
  await page.getByRole('link').filter({ hasText: 'Duplicate captures' }).click()
  await page.getByText('You may decide.').first().waitFor()
  await shot('panel')
  const act = () =>
    page.evaluate('document.activeElement.tagName + " " + document.activeElement.getAttribute("data-row")')
  console.log('open', await act())
  await page.keyboard.press('Escape')
  await page.waitForTimeout(500)
  console.log('esc', await act())
  await page.keyboard.press('ArrowLeft')
  await page.waitForTimeout(300)
  console.log('left', await act())
  await page.keyboard.press('j')
  await page.waitForTimeout(300)
  console.log('j', await act())
  await page.keyboard.press('Enter')
  await page.waitForTimeout(500)
  console.log('enter', await act(), page.url())
  await page.emulateMedia({ colorScheme: 'dark' })
  await shot('panel2-dark')
  await page.goto(`${server.address}/cases?case=${ids[1]}`)
  await page.getByText('Payment matches').first().waitFor()
  await shot('panel-dark')
  await page.setViewportSize({ width: 390, height: 844 })
  await shot('390-panel-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await shot('390-panel')
  await page.goto(`${server.address}/cases?stage=investigating`)
  await page.getByText('VIP account').waitFor()
  await shot('390-board')
  await page.setViewportSize({ width: 1024, height: 768 })
  await shot('1024-board')
  await page.goto(`${server.address}/cases?case=${ids[0]}`)
  await page.getByText('You may decide.').first().waitFor()
  await shot('1024-panel')
} finally {
  await browser?.close()
  await server.stop()
}
