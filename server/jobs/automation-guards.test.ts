import { afterAll, expect, it } from 'vitest'
import { getTicket } from '../modules/tickets/index.ts'
import { watchAutomations, withRules } from './testing/automation-desk.ts'
import { openRouterWorld } from './testing/router-world.ts'
import { watchDesks } from './testing/watched-desks.ts'

const world = await openRouterWorld()
const openDesk = watchDesks(world)
const { lookOn, runsOf } = watchAutomations(world)
afterAll(world.close)

/** From `created` straight to its end, for managers and unless a case is open. */
const endAtOnce = (text: string) =>
  text.replaceAll(
    '      - { from: created, to: classified, ',
    '      - { from: created, to: closed, roles: [manager], unlessCaseOpen: true }\n$&',
  )

it('an automation acts for the workflow: no role is asked of it, and an open case holds it as everybody', async () => {
  const desk = await openDesk((text) =>
    endAtOnce(
      withRules(`
  - id: review
    label: Review
    on: [ticket.created]
    when: ticket.channel == "api"
    do: [{ openCase: payment_dispute }]
  - id: end
    label: End
    on: [ticket.created]
    do: [{ transition: closed }]`)(text),
    ),
  )
  const [free, held] = [await desk.addTicket(), await desk.addTicket({ channel: 'api' })]
  await lookOn(desk)
  const statusOf = async (ticketId: string) => (await getTicket(desk.context, { ticketId }))?.statusCategory
  expect([await statusOf(free), await statusOf(held)]).toEqual(['closed', 'new'])
  expect((await runsOf(desk)).map(({ automation, outcome, code }) => [automation, outcome, code])).toEqual([
    ['end', 'done', 'matched'],
    ['review', 'done', 'matched'],
    ['end', 'failed', 'guard_failed'],
  ])
  expect((await runsOf(desk)).at(-1)?.reason).toContain('a case of the ticket is open')
})
