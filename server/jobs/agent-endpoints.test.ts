import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { authenticateToken, callbackSecrets, createToken } from '../modules/access/index.ts'
import { grantOf } from '../modules/access/testing/test-installation-store.ts'
import { setPresence } from '../modules/agents/index.ts'
import { listDeliveries, replayDelivery } from '../modules/deliveries/index.ts'
import { acceptOffer } from '../modules/handling/index.ts'
import { createTicket } from '../modules/intake/index.ts'
import { declineOffer } from '../modules/routing/index.ts'
import { decodeId, encodeId, newId } from '../platform/ids.ts'
import { type Principal, systemPrincipal } from '../platform/principal.ts'
import { reply } from './testing/endpoint.ts'
import { firstOffer, openMachineWorld, until } from './testing/machine-world.ts'
import type { Desk } from './testing/router-world.ts'

const world = await openMachineWorld()
const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  await world.closeEndpoints()
})
afterAll(world.close)

const openDesk = async () => {
  const desk = await world.openDesk()
  desks.push(desk)
  return desk
}
const { addMachine, deliveriesOf } = world
const { installation } = world
const stateOf = async (desk: Desk, offerId: string) => (await desk.offers()).find((one) => one.id === offerId)?.state

describe('an offer to a machine', () => {
  it('is delivered once, signed by the key of who named the endpoint, with what the agent must know', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(204))
    const { secret } = await createToken(desk.context, grantOf({ role: 'admin' }))
    const { principal } = await authenticateToken(installation, secret)
    const agentId = await addMachine(desk.contextOf(principal), endpoint.url)
    const ticketId = await desk.addTicket({ issueSummary: 'Olá – ✓' })
    const offer = await firstOffer(desk)
    await until(async () => expect((await deliveriesOf(offer.id))[0]?.state).toBe('delivered'))
    const [told, ...repeats] = endpoint.offers
    expect(repeats).toEqual([])
    const owner = { kind: 'token', id: principal.id } as const
    const [key = ''] = await desk.context.transaction((tx) => callbackSecrets(tx, desk.context, owner))
    const headers = told?.headers as Record<string, string>
    expect(new Webhook(key).verify(told?.text ?? '', headers)).toMatchObject({
      type: 'offer.created',
      workspaceId: encodeId('workspace', desk.context.workspace.id),
      ticketId: encodeId('ticket', ticketId),
      data: {
        offer: { id: encodeId('offer', offer.id), state: 'pending', agentId: encodeId('agent', agentId) },
        task: { id: encodeId('task', offer.taskId), kind: 'ticket', state: 'offered' },
        ticket: { id: encodeId('ticket', ticketId), issueSummary: 'Olá – ✓' },
      },
    })
    expect(await stateOf(desk, offer.id)).toBe('pending')
  })

  it('to a partner is signed by the partner’s key, and a 2xx takes it', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(202))
    const partnerId = newId()
    await world.query(`insert into partners (workspace_id, id, slug, name) values ($1, $2, 'acme', 'Acme')`, [
      desk.context.workspace.id,
      partnerId,
    ])
    const agentId = await addMachine(desk.context, endpoint.url, { kind: 'partner', partnerId })
    const ticketId = await desk.addTicket()
    await until(async () => expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId }))
    const owner = { kind: 'partner', id: partnerId } as const
    const [key = ''] = await desk.context.transaction((tx) => callbackSecrets(tx, desk.context, owner))
    const [told] = endpoint.offers
    expect(() => new Webhook(key).verify(told?.text ?? '', told?.headers as Record<string, string>)).not.toThrow()
  })

  it('is accepted in the response, as that agent, and the endpoint is told so', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(200, { answer: 'accept' }))
    const agentId = await addMachine(desk.context, endpoint.url)
    const ticketId = await desk.addTicket()
    await until(async () => expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId }))
    await until(() => expect(endpoint.news.map((told) => told.body.type)).toEqual(['offer.accepted']))
    const [accepted] = await world.query<{ actor: object }>(
      `select actor from events where workspace_id = $1 and type = 'offer.accepted'`,
      [desk.context.workspace.id],
    )
    expect(accepted?.actor).toEqual({ kind: 'agent', id: agentId })
  })

  it('is declined in the response with its reason, and the next agent gets it', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(200, { answer: 'decline', code: 'too_hard', reason: 'No idea' }))
    await addMachine(desk.context, endpoint.url)
    await desk.addTicket()
    const offer = await firstOffer(desk)
    await until(async () => expect(await stateOf(desk, offer.id)).toBe('declined'))
    const ends = await world.query('select end_code, end_note from offers where id = $1', [offer.id])
    expect(ends).toEqual([{ end_code: 'too_hard', end_note: 'No idea' }])
    const person = await desk.addAgent()
    await until(async () => expect((await desk.offers('pending')).map((one) => one.agentId)).toEqual([person]))
    await until(() => expect(endpoint.news.map((told) => told.body.data.offer.state)).toEqual(['declined']))
  })

  it('is answered by a later call as well', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(202))
    await addMachine(desk.context, endpoint.url)
    const ticketId = await desk.addTicket()
    const offer = await firstOffer(desk)
    await until(() => expect(endpoint.offers).toHaveLength(1))
    await acceptOffer(desk.context, { offerId: offer.id })
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active' })
  })

  it('is sent again after a failure, until an answer comes', async () => {
    const desk = await openDesk()
    const answers = [reply(500), reply(503), reply(200, { answer: 'accept' })]
    const endpoint = await world.startEndpoint((response, told) => answers.shift()?.(response, told))
    const agentId = await addMachine(desk.context, endpoint.url)
    const ticketId = await desk.addTicket()
    await until(async () => {
      await world.hasten(desk)
      expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active', agentId })
    })
    expect(new Set(endpoint.offers.map((told) => told.headers['webhook-id'])).size).toBe(1)
    expect(endpoint.offers).toHaveLength(3)
  })

  it('that nobody answers runs out, goes to the next agent, and is sent no more', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(() => undefined)
    await addMachine(desk.context, endpoint.url)
    await desk.addTicket()
    const offer = await firstOffer(desk)
    await until(() => expect(endpoint.offers).toHaveLength(1))
    const person = await desk.addAgent()
    world.pass(45_001)
    await until(async () => expect((await desk.offers('pending')).map((one) => one.agentId)).toEqual([person]))
    expect(await stateOf(desk, offer.id)).toBe('expired')
    await until(async () => {
      await world.hasten(desk)
      expect((await deliveriesOf(offer.id)).map((one) => one.state)).not.toContain('pending')
    })
    expect(endpoint.offers).toHaveLength(1)
    expect(endpoint.news.map((told) => told.body.data.offer.state)).toEqual(['expired'])
  })

  it('is not taken by an answer that comes after its end, which the endpoint is told', async () => {
    const desk = await openDesk()
    let release = () => {}
    const endpoint = await world.startEndpoint((response, told) => {
      release = () => void reply(200, { answer: 'accept' })(response, told)
    })
    await addMachine(desk.context, endpoint.url)
    const ticketId = await desk.addTicket()
    const offer = await firstOffer(desk)
    await until(() => expect(endpoint.offers).toHaveLength(1))
    await declineOffer(desk.context, { offerId: offer.id, reason: null, code: null })
    release()
    await until(() => expect(endpoint.news.map((told) => told.body.data.offer.state)).toEqual(['declined']))
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'waiting', agentId: null })
    expect((await deliveriesOf(offer.id)).map((one) => one.state)[0]).toBe('delivered')
  })

  it('ends once when its time runs out while the answer is on its way', async () => {
    const desk = await openDesk()
    for (let round = 0; round < 8; round++) {
      const endpoint = await world.startEndpoint(reply(200, { answer: 'accept' }))
      const agentId = await addMachine(desk.context, endpoint.url)
      endpoint.answerBy((response, told) => {
        if (round % 2 === 0) world.pass(45_001)
        reply(200, { answer: 'accept' })(response, told)
        if (round % 2 === 1) world.pass(45_001)
      })
      const ticketId = await desk.addTicket()
      await until(async () => {
        const [offer] = (await desk.offers()).filter((one) => one.ticketId === ticketId)
        expect(offer).toBeDefined()
        expect(offer?.state).not.toBe('pending')
        const events = await world.query<{ type: string }>(
          `select type from events where ticket_id = $1 and type like 'offer.%' and data ->> 'offerId' = $2 order by seq`,
          [ticketId, encodeId('offer', offer?.id ?? '')],
        )
        expect(events.map((event) => event.type)).toEqual(['offer.created', `offer.${offer?.state}`])
      })
      await setPresence(desk.context, { agentId, state: 'offline', reason: null, source: 'api' })
      expect(await desk.brokenInvariants()).toEqual([])
    }
  })

  it('is not accepted twice when the worker is killed between the answer and its record', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(200, { answer: 'accept' }))
    await addMachine(desk.context, endpoint.url)
    const ticketId = await desk.addTicket()
    await until(async () => expect((await desk.taskOf(ticketId)).state).toBe('active'))
    const offer = await firstOffer(desk)
    await until(async () => expect((await deliveriesOf(offer.id))[0]?.state).toBe('delivered'))
    // As the killed worker would have left it: answered, and not recorded.
    await world.query(
      `update deliveries set state = 'pending', attempts = 0, ended_at = null, next_attempt_at = now()
       where offer_id = $1 and type = 'offer.created'`,
      [offer.id],
    )
    world.send()
    await until(async () => expect((await deliveriesOf(offer.id))[0]?.state).toBe('cancelled'))
    expect((await desk.eventTypes()).filter((type) => type === 'offer.accepted')).toHaveLength(1)
    expect(endpoint.offers).toHaveLength(1)
  })

  it('comes with others up to the capacity of the agent', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(202))
    await addMachine(desk.context, endpoint.url, { unitOverrides: { ticket: { units: 20, maxAtOnce: 4 } } })
    for (let index = 0; index < 6; index++) await desk.addTicket()
    await until(() => expect(endpoint.offers).toHaveLength(4))
    expect(await desk.offers('pending')).toHaveLength(4)
  })
})

describe('what an endpoint is told', () => {
  it('is seen with its attempts by staff, by another partner or the customer not', async () => {
    const desk = await openDesk()
    const endpoint = await world.startEndpoint(reply(202))
    await addMachine(desk.context, endpoint.url)
    const partner = { ...systemPrincipal, kind: 'token', id: newId(), partnerId: newId() } as const
    const request = { customerId: 'c-9', channel: 'email', issueSummary: 'Ours', language: 'en' }
    const { location } = await createTicket(desk.contextOf(partner), { request, key: null })
    const ticketId = decodeId('ticket', location.split('/').at(-1) ?? '') ?? ''
    const offer = await firstOffer(desk)
    await until(async () => expect((await deliveriesOf(offer.id))[0]?.state).toBe('delivered'))
    const [ticket] = await world.query<{ customerId: string }>(
      'select customer_id as "customerId" from tickets where id = $1',
      [ticketId],
    )
    const customer = { ...systemPrincipal, kind: 'customer', id: ticket?.customerId ?? '' } as const
    const seenBy = (principal: Principal) =>
      listDeliveries(desk.contextOf(principal), { ticketId, before: null, limit: 10 })
    const [seen] = (await seenBy(systemPrincipal)) ?? []
    expect(seen).toMatchObject({ type: 'offer.created', url: endpoint.url, attempts: [{ number: 1, status: 202 }] })
    expect(await seenBy(partner)).toEqual([])
    expect(await seenBy(customer)).toEqual([])
    const asked = { deliveryId: seen?.id ?? '' }
    expect(await replayDelivery(desk.contextOf(partner), asked)).toBeNull()
    await replayDelivery(desk.context, asked)
    await until(() => expect(endpoint.offers).toHaveLength(2))
  })
})
