import { afterAll, describe, expect, it } from 'vitest'
import { rowsRead } from '../../database/testing/rows-read.ts'
import { watchAutomations } from '../../jobs/testing/automation-desk.ts'
import { openRouterWorld } from '../../jobs/testing/router-world.ts'
import { watchDesks } from '../../jobs/testing/watched-desks.ts'
import { getTicket } from '../tickets/index.ts'
import { countLatelyOfCustomer } from './run-view.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
const { lookOn, runsOf } = watchAutomations(world)
afterAll(world.close)

describe('a customer who raises tickets without end', () => {
  it('is not answered, for which only the newest are looked at, though the planner knows nothing of them', async () => {
    const desk = await openDesk()
    const first = await desk.addTicket()
    for (let count = 1; count < 130; count++) await desk.addTicket()
    await lookOn(desk)
    const runs = (await runsOf(desk)).filter(({ automation }) => automation === 'first-response')
    expect(runs.map(({ outcome, code }) => `${outcome} ${code}`)).toEqual(
      Array.from({ length: 130 }, () => 'stopped too_many_to_customer'),
    )
    const customerId = (await getTicket(desk.context, { ticketId: first }))?.customer.id ?? ''
    const reads = await desk.context.transaction(async (tx) => {
      const before = await rowsRead(tx, 'automation_runs')
      const key = { customerId, automation: 'first-response', limit: 100 }
      expect(await countLatelyOfCustomer(tx, desk.context, key)).toEqual({ tickets: 100, answered: 0 })
      return (await rowsRead(tx, 'automation_runs')) - before
    })
    // Those of the tickets, and not for each of them all that the rule ever did.
    expect(reads).toBeLessThan(200)
  })
})
