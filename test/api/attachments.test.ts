import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { fileLimits, removeOldFiles } from '../../server/modules/files/index.ts'
import { decodeId, newId } from '../../server/platform/ids.ts'
import { formOf } from './testing/form.ts'
import { openPlace } from './testing/place.ts'
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
const say = (ticket: string, attachments: readonly string[], more: object = {}, headers: Headers = admin) =>
  send(service, {
    method: 'POST',
    url: `/v1/tickets/${ticket}/messages`,
    headers,
    payload: { body: 'See the file.', attachments, ...more },
  })
const ticket = async (more: object = {}) => (await place.addTicket(more))['ticket'] ?? ''
const statusOf = async (file: string, headers: Headers) => {
  const seen = await send(service, { method: 'GET', url: `/v1/files/${file}`, headers })
  const content = await send(service, { method: 'GET', url: `/v1/files/${file}/content`, headers })
  expect(content.status).toBe(seen.status)
  return seen.status
}

describe('files of a message', () => {
  it('are listed with it, in the order they were attached', async () => {
    const on = await ticket()
    const files = [await upload('second'), await upload('first')].toReversed()
    const said = await say(on, files)
    const shown = [
      { id: files[0], name: 'first.txt', mediaType: 'text/plain', size: 5, image: null },
      { id: files[1], name: 'second.txt', mediaType: 'text/plain', size: 6, image: null },
    ]
    expect([said.status, said.body.attachments]).toEqual([201, shown])
    const list = await place.call('GET', `/v1/tickets/${on}/messages`)
    expect(list.body.data[0].attachments).toEqual(shown)
    const timeline = await place.call('GET', `/v1/tickets/${on}/timeline`)
    const item = timeline.body.data.find((each: { kind: string }) => each.kind === 'message')
    expect([item.message.attachments, item.data.attachments]).toEqual([shown, files])
    expect((await place.call('GET', `/v1/files/${files[0]}`)).body.isAttached).toBe(true)
  })

  it('go with the text of a macro, and are refused like those of any message', async () => {
    const on = await ticket()
    const file = await upload('terms')
    const apply = (attachments: readonly string[]) =>
      send(service, {
        method: 'POST',
        url: `/v1/tickets/${on}/macros/fixed`,
        headers: admin,
        payload: { body: 'See the terms.', attachments },
      })
    const applied = await apply([file])
    expect([applied.status, applied.body.message?.body]).toEqual([200, 'See the terms.'])
    expect(applied.body.message.attachments).toMatchObject([{ id: file, name: 'terms.txt' }])
    expect((await apply([file])).status).toBe(400)
    expect((await place.call('GET', `/v1/tickets/${on}/messages`)).body.data).toHaveLength(1)
  })

  it('may be all that is said, but not nothing at all', async () => {
    const on = await ticket()
    const said = await say(on, [await upload()], { body: undefined })
    expect([said.status, said.body.body]).toEqual([201, ''])
    for (const nothing of [{ body: undefined }, { body: '' }, { body: ' \n' }])
      expect(await say(on, [], nothing)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/body' }] } })
  })

  it('are refused when unknown, another’s, elsewhere or attached, and then nothing is said', async () => {
    const [on, other] = [await ticket(), await ticket()]
    const elsewhere = await openPlace(service, `other-${newId()}`, 700_001)
    const attached = await upload()
    await say(other, [attached])
    const good = await upload()
    const stranger = await upload('stranger', (await place.token()).headers)
    const foreign = (await elsewhere.addFile())['file'] ?? ''
    const unknown = foreign.replace(/.{6}$/, 'zzzzzz')
    for (const bad of [attached, stranger, foreign, unknown]) {
      const seen = await say(on, [good, bad])
      expect(seen).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/attachments/1', code: 'unknown_file' }] },
      })
    }
    expect((await say(on, [good, good])).status).toBe(400)
    expect(
      (
        await say(
          on,
          Array.from({ length: 11 }, () => good),
        )
      ).status,
    ).toBe(400)
    expect((await place.call('GET', `/v1/tickets/${on}/messages`)).body.data).toEqual([])
    expect((await say(on, [good])).status).toBe(201)
  })

  it('go to one of all messages that race for them', async () => {
    const tickets = await Promise.all(Array.from({ length: 6 }, () => ticket()))
    const files = [await upload(), await upload()]
    const seen = await Promise.all(tickets.map((on, turn) => say(on, turn % 2 === 0 ? files : files.toReversed())))
    const statuses = seen.map(({ status }) => status)
    expect(statuses.toSorted((one, other) => one - other)).toEqual([201, 400, 400, 400, 400, 400])
  })

  it('are attached once by a message that is sent twice', async () => {
    const on = await ticket()
    const file = await upload()
    const twice = { clientId: 'once' }
    const [first, again] = [await say(on, [file], twice), await say(on, [file], twice)]
    expect([again.status, again.body.id]).toEqual([201, first.body.id])
    expect((await say(on, [], twice)).status).toBe(409)
  })

  it('take up no more than a ticket has room for', async () => {
    const { memory } = service.installation
    const usual = memory.of(fileLimits)
    memory.keep(fileLimits, { ...usual, ticketBytes: 10 })
    try {
      const on = await ticket()
      const files = [await upload('12345'), await upload('67890'), await upload('x')]
      expect((await say(on, files)).body.reason).toBe('ticket_files_full')
      expect((await say(on, files.slice(0, 2))).status).toBe(201)
      expect((await say(on, files.slice(2))).body).toMatchObject({ code: 'conflict', limitBytes: 10, usedBytes: 10 })
    } finally {
      memory.keep(fileLimits, usual)
    }
  })
})

describe('a file may be read', () => {
  it('by its sender alone until it is attached', async () => {
    const sender = (await place.token()).headers
    const file = await upload('mine', sender)
    expect([await statusOf(file, sender), await statusOf(file, admin)]).toEqual([200, 404])
    await say(await ticket(), [file], {}, sender)
    expect(await statusOf(file, admin)).toBe(200)
  })

  it('by whoever may read its message: no note’s by a partner, no partner’s by the customer', async () => {
    const { headers: partner } = await place.token({
      role: 'partner',
      partnerId: decodeId('partner', place.things['partner'] ?? ''),
    })
    const raised = await send(service, {
      method: 'POST',
      url: '/v1/tickets',
      headers: partner,
      payload: { customerId: `customer-${newId()}`, channel: 'partner', issueSummary: 'Help' },
    })
    const customer = await place.token({
      permissions: ['ticket:read', 'message:read', 'message:write'],
      customerId: decodeId('customer', raised.body.customer.id),
    })
    const agent = (await place.person('agent')).headers
    const seenBy: Record<string, number[]> = {}
    for (const visibility of ['public', 'partner', 'internal']) {
      const file = await upload()
      expect((await say(raised.body.id, [file], { visibility })).status).toBe(201)
      seenBy[visibility] = [
        await statusOf(file, agent),
        await statusOf(file, partner),
        await statusOf(file, customer.headers),
      ]
      const list = await send(service, { url: `/v1/tickets/${raised.body.id}/messages`, headers: partner })
      expect(list.text.includes(file)).toBe(visibility !== 'internal')
    }
    expect(seenBy).toEqual({ public: [200, 200, 200], partner: [200, 200, 404], internal: [200, 404, 404] })
  })

  it('where its message is shown after a merge, and no longer when that is undone', async () => {
    const customerId = `customer-${newId()}`
    const source = await ticket({ customerId, channel: 'email' })
    const target = await ticket({ customerId, channel: 'partner' })
    const file = await upload()
    await say(source, [file])
    const { headers } = await place.token({ channels: ['partner'] })
    expect(await statusOf(file, headers)).toBe(404)
    await place.call('POST', `/v1/tickets/${source}/merge`, { into: target })
    expect(await statusOf(file, headers)).toBe(200)
    const late = await upload()
    expect((await say(source, [late])).body).toMatchObject({
      detour: { reason: 'merged' },
      attachments: [{ id: late }],
    })
    expect(await statusOf(late, headers)).toBe(200)
    // What was said to the source meanwhile is its own again.
    await place.call('POST', `/v1/tickets/${source}/unmerge`, {})
    expect([await statusOf(file, headers), await statusOf(late, headers)]).toEqual([404, 404])
    expect([await statusOf(late, place.admin), await statusOf(file, place.admin)]).toEqual([200, 200])
  })

  it('on the copies of its message that a split makes, by the room of one', async () => {
    const on = await ticket()
    const file = await upload()
    const said = await say(on, [file])
    const before = await service.query('select bytes from file_usages')
    const split = await place.call('POST', `/v1/tickets/${on}/split`, {
      messageIds: [said.body.id],
      issueSummary: 'Another matter',
    })
    const copy = await place.call('GET', `/v1/tickets/${split.body.id}/messages`)
    expect(copy.body.data[0].attachments).toEqual(said.body.attachments)
    expect(await service.query('select bytes from file_usages')).toEqual(before)
  })
})

describe('a file as evidence', () => {
  it('must be there, and is read by whoever may read the case', async () => {
    const { case: caseId } = await place.addCase()
    const file = await upload('transfer')
    const add = (fileId: string) =>
      send(service, {
        method: 'POST',
        url: `/v1/cases/${caseId}/evidence`,
        headers: admin,
        payload: { kind: 'file', fileId, text: 'The transfer.' },
      })
    const added = await add(file)
    expect([added.status, added.body.evidence.at(-1)]).toEqual([
      201,
      expect.objectContaining({ kind: 'file', fileId: file, file: expect.objectContaining({ name: 'transfer.txt' }) }),
    ])
    for (const bad of [file, file.replace(/.{6}$/, 'zzzzzz')])
      expect(await add(bad)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/fileId', code: 'unknown_file' }] },
      })
    expect((await say(await ticket(), [file])).status).toBe(400)
    const [auditor, agent] = [(await place.token({ role: 'auditor' })).headers, (await place.person('agent')).headers]
    expect([await statusOf(file, auditor), await statusOf(file, agent)]).toEqual([200, 404])
  })
})

describe('files that nobody needs', () => {
  it('are removed after a day, with their bytes, and what is attached stays', async () => {
    const [loose, kept, young] = [await upload(), await upload(), await upload()]
    await say(await ticket(), [kept])
    const yesterday = `update files set created_at = created_at - interval '25 hours' where id = any($1)`
    await service.query(yesterday, [[loose, kept].map((file) => decodeId('file', file))])
    await removeOldFiles(place.context)
    expect([await statusOf(loose, admin), await statusOf(kept, admin), await statusOf(young, admin)]).toEqual([
      404, 200, 200,
    ])
    const [sum] = await service.query<{ bytes: number; counted: number }>(
      `select usage.bytes, (select sum(greatest(size, 4096)) from files where workspace_id = usage.workspace_id) as counted
       from file_usages as usage where workspace_id = $1`,
      [place.workspace.id],
    )
    expect(Number(sum?.bytes)).toBe(Number(sum?.counted))
    // Young bytes stay until an upload that writes its row late must have ended.
    const names = await readdir(service.filesFolder, { recursive: true })
    expect(names.some((name) => name.endsWith(decodeId('file', loose) ?? '?'))).toBe(true)
  })

  it('are taken back by their sender only, and never once attached', async () => {
    const file = await upload()
    const remove = (headers: Headers) => send(service, { method: 'DELETE', url: `/v1/files/${file}`, headers })
    const other = (await place.token()).headers
    expect((await remove(other)).status).toBe(404)
    await say(await ticket(), [file])
    expect([(await remove(other)).status, (await remove(admin)).status]).toEqual([403, 409])
    expect(await statusOf(file, admin)).toBe(200)
  })
})

it('a reply to a ticket closed too long ago brings its files along, and nothing else is needed', async () => {
  const on = await ticket()
  const closed = `update tickets set status = 'closed', status_category = 'closed', closed_at = now() - interval '2 years'`
  await service.query(`${closed} where id = $1`, [decodeId('ticket', on)])
  const file = await upload()
  const said = await say(on, [file], { body: '', as: 'customer', clientId: 'late' })
  expect(said.body).toMatchObject({ detour: { reason: 'follow_up' }, body: '', seq: 1, attachments: [{ id: file }] })
  const again = await say(on, [file], { body: '', as: 'customer', clientId: 'late' })
  expect([again.status, again.body.id]).toEqual([201, said.body.id])
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})
