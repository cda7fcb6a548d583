import { expect, it } from 'vitest'
import { openOwnPlace } from './testing/own-service.ts'
import { exampleWorkflow } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const publish = (document: string) =>
  send(place.service, { method: 'PUT', url: '/v1/workflow', headers: place.admin, payload: { document } })

it('a key in use is taken away by no publication, and goes where `renames` says', async () => {
  const created = await place.call('POST', '/v1/tickets', { customerId: 'c', channel: 'email', issueSummary: 'Help' })
  expect(created.status).toBe(201)
  const document = exampleWorkflow.replace('\n  email: {', '\n  post: {').replaceAll('channel: email', 'channel: post')
  const refused = await publish(document)
  expect(refused).toMatchObject({ status: 409, body: { code: 'workflow_key_in_use' } })
  expect(refused.body.detail).toMatch(/^Channel "email" is used by \d+ open tickets? and \d+ open tasks?: keep it, /)
  expect(refused.body.problems).toMatchObject([{ code: 'key_in_use', key: 'email', pointer: '/channels' }])

  const renamed = `${document}renames: { channels: { email: post } }\n`
  expect((await publish(renamed)).status).toBe(200)
  const { body } = await place.call('GET', `/v1/tickets/${created.body.id}`)
  expect(body).toMatchObject({ channel: 'post', version: created.body.version + 1 })
  expect((await place.call('GET', `/v1/tickets/${created.body.id}/timeline`)).status).toBe(200)
  expect(place.service.faults).toEqual([])
})
