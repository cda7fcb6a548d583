import { describe, expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'words')
const post = (url: string, payload: object) => send(service, { method: 'POST', url, headers: place.admin, payload })

describe('a word that the workflow does not have', () => {
  it.each([
    ['/v1/tokens', { name: 'CRM', role: 'agent', queues: ['payments', 'nope'] }, '/queues/1', 'unknown_queue'],
    ['/v1/tokens', { name: 'CRM', role: 'agent', channels: ['fax'] }, '/channels/0', 'unknown_channel'],
    ['/v1/agents', { name: 'Ana', queues: ['nope'] }, '/queues/0', 'unknown_queue'],
    ['/v1/agents', { name: 'Ana', channels: ['fax'] }, '/channels/0', 'unknown_channel'],
    ['/v1/agents', { name: 'Ana', skills: { payments: 3, juggling: 1 } }, '/skills/juggling', 'unknown_skill'],
  ])('is refused by POST %s %j, which names it and those there are', async (url, payload, pointer, code) => {
    const seen = await post(url, payload)
    expect(seen).toMatchObject({ status: 400, body: { errors: [{ pointer, code }] } })
    expect(seen.body.errors[0].message).toMatch(/there is: .*payments|there is: .*live-chat/)
  })

  it('is refused when an agent is changed, which stays as it was', async () => {
    const agent = await place.call('POST', '/v1/agents', { name: 'Ana', queues: ['payments'] })
    const url = `/v1/agents/${agent.body.id}`
    const seen = await send(service, { method: 'PATCH', url, headers: place.admin, payload: { queues: ['nope'] } })
    expect(seen).toMatchObject({ status: 400, body: { errors: [{ pointer: '/queues/0', code: 'unknown_queue' }] } })
    expect((await place.call('GET', url)).body.queues).toEqual(['payments'])
  })
})
