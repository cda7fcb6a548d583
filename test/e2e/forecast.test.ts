import type { Response } from 'playwright-core'
import { expect, it } from 'vitest'
import type { ExplainedClock, ForecastReport } from '@switchyard/sdk'
import { describeDesk } from './testing/desk.ts'
import { keepPicture } from './testing/look.ts'
import { createTicket } from './testing/visit.ts'

describeDesk('who wants to know what will be late', (desk) => {
  const main = () => desk.page.getByRole('main')
  const day = 86_400_000
  const title = 'How good the breach risks were'

  it('is shown nothing while too little is known', async () => {
    await desk.page.goto(`${desk.server.address}/reports?tab=sla`)
    await main().getByRole('group', { name: 'Split by' }).waitFor()
    await expect
      .poll(() =>
        desk.page.evaluate(
          'performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.includes("/v1/reports/forecast") && responseEnd > 0)',
        ),
      )
      .toBe(true)
    expect(await main().getByRole('heading', { name: title }).count()).toBe(0)
  })

  it('sees how good the risks were: score, picture and table, for eyes, ears and keys', async () => {
    await desk.server.command('seed', '--tickets', '2000', '--played', '150', '--days', '60', '--agents', '12')
    // What the page was told: a moment later more clocks have come due, and it may be another score.
    const told: ForecastReport[] = []
    const listen = async (answer: Response) => {
      if (!answer.url().includes('/v1/reports/forecast')) return
      const report = (await answer.json().catch(() => null)) as ForecastReport | null
      if (report !== null) told.push(report)
    }
    desk.page.on('response', listen)
    await desk.page.reload()
    const card = main().getByRole('region', { name: title }).getByRole('region', { name: 'First reply', exact: true })
    await card.waitFor()
    const first = () => told.at(-1)?.metrics.find(({ metric }) => metric === 'firstResponse')
    expect(first()?.clocks).toBeGreaterThan(30)
    const shows = async () => (await card.innerText()).includes(`Brier ${first()?.brier?.toFixed(3)}`)
    await expect.poll(shows).toBe(true)
    desk.page.off('response', listen)
    await card.getByRole('img', { name: /^Predicted and observed shares late: \d/ }).waitFor()
    await card.getByRole('img').scrollIntoViewIfNeeded()
    await desk.look('forecast')
    await desk.page.setViewportSize({ width: 390, height: 844 })
    const [box, frame] = [await card.getByRole('img').boundingBox(), await card.boundingBox()]
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan((frame?.x ?? 0) + (frame?.width ?? 0))
    await card.getByRole('img').scrollIntoViewIfNeeded()
    await keepPicture(desk.page, 'forecast-390')
    await desk.page.setViewportSize({ width: 1440, height: 900 })
    await card.getByRole('button', { name: 'Table' }).focus()
    await desk.page.keyboard.press('Enter')
    await expect.poll(() => card.getByRole('row').count()).toBe(11)
    await desk.look('forecast-table')
  })

  it('takes the table along as a file, a row for each tenth under that of its metric', async () => {
    // Of days that are over: what came of today's clocks is still becoming known.
    const path = `/v1/reports/forecast?to=${encodeURIComponent(new Date(Date.now() - 5 * day).toISOString())}`
    const { metrics } = await desk.call<ForecastReport>('GET', path)
    const answer = await fetch(`${desk.server.address}${path}`, {
      headers: { authorization: `Bearer ${desk.server.token}`, accept: 'text/csv' },
    })
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="forecast.csv"')
    const [header, ...rows] = (await answer.text()).trimEnd().split('\r\n')
    expect(header).toBe('metric,from,to,n,clocks,predicted,observed,low,high,excluded,brier,baseBrier,skill')
    expect(rows.length).toBe(11 * metrics.length)
    const [first] = metrics
    expect(rows[0]?.split(',').slice(0, 5)).toEqual([first?.metric, '', '', String(first?.n), String(first?.clocks)])
    expect(rows[1]?.split(',').slice(0, 4)).toEqual([first?.metric, '0', '0.1', String(first?.bins[0]?.n)])
  })

  it('reads how likely a running clock is late, and what that stands on', async () => {
    const ticket = await createTicket(desk.server, {
      customerId: 'c-late',
      channel: 'email',
      priority: 'normal',
      issueSummary: 'Charged twice',
    })
    const { clocks } = await desk.call<{ clocks: ExplainedClock[] }>('GET', `/v1/tickets/${ticket.id}/sla`)
    const risk = clocks.find(({ metric }) => metric === 'firstResponse')?.breachRisk
    expect(risk?.basis.sample).toBeGreaterThanOrEqual(20)
    await desk.page.goto(`${desk.server.address}/tickets/${ticket.id}`)
    await main()
      .getByRole('button', { name: /^first reply/ })
      .click()
    const popover = desk.page.getByRole('dialog', { name: 'Why these clocks' })
    await popover
      .getByRole('region', { name: 'first reply', exact: true })
      .getByText(/likely to be late: of \d+ like it/)
      .waitFor()
    await desk.look('forecast-risk')
  })
})
