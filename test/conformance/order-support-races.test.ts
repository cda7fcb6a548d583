import { describe, expect, it } from 'vitest'
import { lockTickets } from '../../server/modules/tickets/index.ts'
import type { Tx } from '../../server/platform/context.ts'
import { decodeId } from '../../server/platform/ids.ts'
import { openSupportDesk } from './support-desk.ts'

const { place, call, addOrder } = await openSupportDesk('orders-at-once')

/** How many calls wait for what this transaction holds, one behind the other. */
const waitingFor = async (tx: Tx) =>
  (await tx.prepared({ name: 'waiting', text: 'select distinct pid from pg_locks where not granted' }, [])).length

describe('a support session', () => {
  it('keeps what several tell of it at once', async () => {
    const order = await addOrder()
    const url = `/support/${order}`
    const { chat } = (await call('POST', url)).body
    const { ticketId } = (await place.call('GET', `/v1/chat/sessions/${chat.session_id}`)).body
    const told = { descriptor: { name: 'Wrong item' }, faq: { url: 'https://f.example/' } }
    const changing: ReturnType<typeof call>[] = []
    await place.context.transaction(async (tx) => {
      await lockTickets(tx, place.workspace.id, [decodeId('ticket', ticketId) ?? ''])
      for (const [name, value] of Object.entries(told)) changing.push(call('PUT', url, { [name]: value }))
      while ((await waitingFor(tx)) < changing.length);
    })
    expect((await Promise.all(changing)).map(({ status }) => status)).toEqual([200, 200])
    expect((await call('GET', url)).body).toMatchObject(told)
  })
})
