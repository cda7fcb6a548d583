import { expect, it } from 'vitest'
import { exampleWorkflow } from '../api/testing/place.ts'
import { openSupportDesk } from './support-desk.ts'

const { place, call, addOrder } = await openSupportDesk('orders-called')

const taskOf = async (order: string) => {
  const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
  return (await place.call('GET', `/v1/tasks/${ticket.taskId}`)).body
}

it('who leaves a number is called, also where the queue lets nobody wait and takes messages', async () => {
  const document = exampleWorkflow.replace('{ above: 80, to: message }', '{ above: 0, to: message }')
  expect((await place.call('PUT', '/v1/workflow', { document })).status).toBe(200)
  const written = await addOrder()
  await call('POST', `/support/${written}`)
  expect(await taskOf(written)).toMatchObject({ kind: 'ticket', queue: 'frontline' })
  const called = await addOrder()
  const opened = await call('POST', `/support/${called}`, { callback_phone: '+15555550104' })
  expect([opened.status, opened.body.callback_phone]).toEqual([201, '+15555550104'])
  expect(await taskOf(called)).toMatchObject({ kind: 'callback', queue: 'frontline', state: 'waiting' })
  expect((await call('GET', `/support/${called}`)).body.callback_phone).toBe('+15555550104')
  expect((await call('DELETE', `/support/${called}`)).status).toBe(200)
  expect(await taskOf(called)).toMatchObject({ state: 'cancelled' })
})
