import { describe, expect, it } from 'vitest'
import { newId } from '../../server/platform/ids.ts'
import { formOf } from './testing/form.ts'
import { openOwnPlace } from './testing/own-service.ts'
import type { Headers } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const { service, admin } = place

async function upload(content = newId(), headers: Headers = admin): Promise<string> {
  const { payload, headers: own } = formOf({ content, name: `${content}.txt` })
  const seen = await send(service, { method: 'POST', url: '/v1/files', headers: { ...headers, ...own }, payload })
  expect(seen.status, seen.text).toBe(201)
  return seen.body.id as string
}
const request = (attachments: readonly string[], more: object = {}) => ({
  customerId: `customer-${newId()}`,
  channel: 'email',
  issueSummary: 'The lobby stays black',
  attachments,
  ...more,
})
const create = (attachments: readonly string[], more: object = {}, headers: Headers = admin) =>
  send(service, { method: 'POST', url: '/v1/ticket/create', headers, payload: request(attachments, more) })
const messagesOf = async (ticket: string) =>
  (await place.call('GET', `/v1/tickets/${ticket}/messages`)).body.data as { body: string; attachments: object[] }[]
const countTickets = async () => {
  const [row] = await service.query<{ count: number }>('select count(*)::int as count from tickets')
  return row?.count ?? 0
}

describe('a ticket with files', () => {
  it('has them on its first message, in their order, and they are attached', async () => {
    const files = [await upload('second'), await upload('first')].toReversed()
    const created = await create(files, { message: 'See the logs.' })
    expect([created.status, created.headers['location']]).toEqual([201, `/v1/tickets/${created.body.id}`])
    expect(created.body.number).toBeGreaterThan(0)
    const shown = [{ name: 'first.txt' }, { name: 'second.txt' }]
    expect(await messagesOf(created.body.id)).toMatchObject([{ body: 'See the logs.', attachments: shown, seq: 1 }])
    const timeline = await place.call('GET', `/v1/tickets/${created.body.id}/timeline`)
    const said = timeline.body.data.find((item: { kind: string }) => item.kind === 'message')
    expect(said.data.attachments).toEqual(files)
    expect((await place.call('GET', `/v1/files/${files[0]}`)).body.isAttached).toBe(true)
  })

  it('needs no words, and without files has no such message', async () => {
    const bare = await create([await upload('only')])
    expect(await messagesOf(bare.body.id)).toMatchObject([{ body: '', attachments: [{ name: 'only.txt' }] }])
    const none = await create([])
    expect([none.status, await messagesOf(none.body.id)]).toEqual([201, []])
  })

  it('is refused whole for a file that is unknown, another’s or attached, and names it', async () => {
    const [good, taken] = [await upload(), await upload()]
    expect((await create([taken])).status).toBe(201)
    const stranger = await upload('stranger', (await place.token()).headers)
    const unknown = good.replace(/.{6}$/, 'zzzzzz')
    const before = await countTickets()
    for (const bad of [taken, stranger, unknown])
      expect(await create([good, bad])).toMatchObject({
        status: 400,
        body: { code: 'invalid', errors: [{ pointer: '/attachments/1', code: 'unknown_file' }] },
      })
    const many = Array.from({ length: 11 }, () => good)
    for (const bad of [many, [good, good], ['file_none'], 'text'] as string[][])
      expect((await create(bad)).body.errors[0].pointer).toMatch(/^\/attachments/)
    expect(await countTickets()).toBe(before)
    expect((await create([good])).status).toBe(201)
  })

  it('has them just so when it begins as a chat', async () => {
    const file = await upload('chat')
    const open = (attachments: readonly string[]) => {
      const payload = request(attachments, { channel: 'live-chat' })
      return send(service, { method: 'POST', url: '/v1/chat/session', headers: admin, payload })
    }
    const opened = await open([file])
    expect(opened.status, opened.text).toBe(201)
    expect(await messagesOf(opened.body.ticketId)).toMatchObject([{ body: '', attachments: [{ name: 'chat.txt' }] }])
    expect((await open([file])).body.errors).toMatchObject([{ pointer: '/attachments/0', code: 'unknown_file' }])
  })

  it('is one of all that race for its file', async () => {
    const file = await upload()
    const seen = await Promise.all(Array.from({ length: 6 }, () => create([file])))
    expect(seen.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      201, 400, 400, 400, 400, 400,
    ])
  })

  it('is recorded once for one key, by racing requests and later ones, and refused for other files', async () => {
    const [file, other] = [await upload(), await upload()]
    const key = { ...admin, 'idempotency-key': newId() }
    const payload = request([file])
    const ask = (body: object) => send(service, { method: 'POST', url: '/v1/tickets', headers: key, payload: body })
    const seen = await Promise.all(Array.from({ length: 5 }, () => ask(payload)))
    expect(seen.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(new Set(seen.map(({ body }) => body.id)).size).toBe(1)
    const again = await ask(payload)
    expect([again.headers['idempotent-replayed'], again.body]).toEqual(['true', seen[0]?.body])
    expect((await ask({ ...payload, attachments: [other] })).body.code).toBe('idempotency_key_reused')
    expect((await place.call('GET', `/v1/files/${other}`)).body.isAttached).toBe(false)
  })

  it('may stand in a batch, where one refused file refuses its request alone', async () => {
    const [file, taken] = [await upload(), await upload()]
    expect((await create([taken])).status).toBe(201)
    const tickets = [request([file]), request([taken]), { ...request([]), attachments: undefined }]
    const seen = await place.call('POST', '/v1/tickets/batch', { tickets })
    expect(seen.body.results.map(({ status }: { status: number }) => status)).toEqual([201, 400, 201])
    expect(seen.body.results[1].problem.errors).toMatchObject([{ pointer: '/attachments/0', code: 'unknown_file' }])
  })
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})
