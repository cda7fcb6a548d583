import { afterAll, expect, it } from 'vitest'
import { permissionsOfRole } from '../modules/access/index.ts'
import { principalWith } from '../modules/access/testing/test-installation-store.ts'
import { escalateCase } from '../modules/cases/index.ts'
import { plainEscalation } from '../modules/cases/testing/case-desk.ts'
import { transitionTicket } from '../modules/handling/index.ts'
import { updatePartnerTicket } from '../modules/partners/index.ts'
import { publishWorkflow } from '../modules/publishing/index.ts'
import { getTicket } from '../modules/tickets/index.ts'
import { getWorkflow } from '../modules/workflow/index.ts'
import type { Context } from '../platform/context.ts'
import { reply } from './testing/endpoint.ts'
import { openMachineWorld } from './testing/machine-world.ts'
import * as market from './testing/partner-market.ts'
import type { Desk } from './testing/router-world.ts'

const world = await openMachineWorld()
market.allowLoopback(world)
afterAll(async () => {
  await world.closeEndpoints()
  await world.close()
})

const solving = '{ from: handling, to: solved, requires: [resolution], acceptsNote: true, unlessCaseOpen: true }'

/** A ticket that a partner has in hand, under a workflow in which this is how it is solved. */
async function openInHand(transition: string): Promise<{ desk: Desk; partner: Context; ticketId: string }> {
  const desk = await market.openMarket(world)
  const document = (await getWorkflow(desk.context))?.document ?? ''
  expect(document).toContain(solving)
  await publishWorkflow(desk.context, { document: document.replace(solving, transition), expectedVersion: null })
  const partner = await market.addPartner(world, desk)
  const endpoint = await world.startEndpoint(reply(200))
  await market.subscribe(partner, endpoint.url, market.explicit)
  const ticketId = (await market.submit(desk)).ticket.id
  await updatePartnerTicket(partner, { ticketId, status: 'accepted', expectedVersion: null })
  return { desk, partner, ticketId }
}

const solve = (partner: Context, ticketId: string) =>
  updatePartnerTicket(partner, {
    ticketId,
    status: 'solved',
    reply: 'Refunded.',
    resolution: 'Refunded.',
    expectedVersion: null,
  })
const staff = (desk: Desk, role: 'agent' | 'manager') =>
  desk.contextOf({ ...principalWith([...permissionsOfRole(role)]), id: desk.context.principal.id })

it.each(['manager', 'agent'] as const)(
  'a partner does not solve what is kept for the role %s, and nothing that came with it is done',
  async (role) => {
    const { desk, partner, ticketId } = await openInHand(solving.replace(' }', `, roles: [${role}] }`))
    const before = await getTicket(desk.context, { ticketId })
    await expect(solve(partner, ticketId)).rejects.toMatchObject({
      code: 'guard_failed',
      details: { barredBy: [{ guard: 'roles', roles: [role], reason: `only ${role} may` }] },
    })
    expect(await getTicket(desk.context, { ticketId })).toEqual(before)
    const moved = await transitionTicket(staff(desk, role), { ticketId, to: 'solved', resolution: 'Refunded.' })
    expect(moved).toMatchObject({ statusCategory: 'solved' })
  },
)

it('a partner does not solve a ticket of which a case is open', async () => {
  const { desk, partner, ticketId } = await openInHand(solving)
  await escalateCase(desk.context, { ...plainEscalation, ticketId })
  await expect(solve(partner, ticketId)).rejects.toMatchObject({
    code: 'guard_failed',
    details: { barredBy: [{ guard: 'unlessCaseOpen' }] },
  })
  expect(await getTicket(desk.context, { ticketId })).toMatchObject({ statusCategory: 'open' })
})
