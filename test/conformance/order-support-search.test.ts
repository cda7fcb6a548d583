import { describe, expect, it } from 'vitest'
import { openSupportDesk } from './support-desk.ts'

const { place, call, addOrder, addAgent, refused } = await openSupportDesk('orders-searched')

/** As if the session had waited so long that its queue takes more languages than the one it began with. */
const wait = () =>
  place.service.query(`update tasks set entered_at = entered_at - interval '5 minutes' where state = 'waiting'`)
const finnish = { person: { languages: [{ code: 'fi' }] } }

describe('an agent who is searched', () => {
  it('speaks the language that was searched, however long the session waits', async () => {
    const order = await addOrder()
    const id = await addAgent({ name: 'Aino', languages: ['fi'], rating: '3' }, false)
    await addAgent({ name: 'Ada', languages: ['en'], rating: '5' })
    expect((await call('POST', `/support/${order}`, { agent: finnish })).status).toBe(201)
    await wait()
    const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
    expect(ticket.language).toBe('fi')
    const put = (agent: object) => call('PUT', `/support/${order}/agent`, { agent })
    expect(await refused(put(finnish))).toEqual([409, '40006'])
    await place.call('PUT', `/v1/agents/${id}/presence`, { state: 'available', ttlSeconds: 600 })
    expect((await put(finnish)).body.agent.id).toBe(id)
  })
})
