import { describe, expect, it } from 'vitest'
import { exampleWorkflow } from '../api/testing/place.ts'
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
  it('has the skill that was searched, however long the session waits and whatever its queue drops', async () => {
    const step = '- { at: 3m, language: [en, es, pt] }'
    const document = exampleWorkflow.replace(step, `${step}\n        - { at: 4m, drop: [security] }`)
    expect((await place.call('PUT', '/v1/workflow', { document })).status).toBe(200)
    const id = await addAgent({ name: 'Sia', skills: { security: 2 } }, false)
    await addAgent({ name: 'Ben', rating: '5' })
    const secure = { person: { skills: [{ code: 'security' }] } }
    const order = await addOrder()
    expect((await call('POST', `/support/${order}`, { agent: secure })).status).toBe(201)
    await wait()
    const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
    const { requirements } = (await place.call('GET', `/v1/tasks/${ticket.taskId}`)).body
    expect(requirements).toMatchObject({ skills: { security: 1 }, search: { name: null, skills: ['security'] } })
    const put = () => call('PUT', `/support/${order}/agent`, { agent: secure })
    expect(await refused(put())).toEqual([409, '40006'])
    await place.call('PUT', `/v1/agents/${id}/presence`, { state: 'available', ttlSeconds: 600 })
    expect((await put()).body.agent.id).toBe(id)
  })
})
