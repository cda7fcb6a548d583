import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { addMessage } from '../handling/index.ts'
import { type Desk, openDesk } from '../handling/testing/desk.ts'
import { mergeTickets, sayOnTicket } from '../merging/index.ts'
import { redactMessage } from '../redaction/index.ts'
import type { Ticket, Visibility } from '../tickets/index.ts'
import { dropDraft, type DraftSign, onDraftSigns, readDrafts, removeOldDrafts, saveDraft } from './index.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const writer = (permissions: string[] = ['*'], more: object = {}) =>
  desk.home.contextOf(principalWith(permissions, { kind: 'member', id: newId(), ...more }))
/** `upon` is the revision it is written upon, or more of it. */
const save = (
  context: Context,
  ticket: Pick<Ticket, 'id'>,
  body: string,
  upon: number | Partial<Parameters<typeof saveDraft>[1]> | undefined = {},
) =>
  saveDraft(context, {
    ticketId: ticket.id,
    visibility: 'public',
    body,
    macro: null,
    readSeq: null,
    revision: null,
    ...(typeof upon === 'number' ? { revision: upon } : upon),
  })
const drop = (context: Context, ticket: Pick<Ticket, 'id'>, revision: number | null = null) =>
  dropDraft(context, { ticketId: ticket.id, visibility: 'public', revision })
const bodies = async (context: Context, ticket: Pick<Ticket, 'id'>) =>
  (await readDrafts(context, { ticketId: ticket.id }))?.map(({ body }) => body)
const said = (body: string, visibility: Visibility = 'public') => {
  return { body, visibility, clientId: null, asCustomer: false, lastSeenSeq: null } as const
}

describe('a draft', () => {
  it('is kept with what its writer had read, changed upon its revision, and given up', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    const macro = { key: 'hello', name: 'Hello', does: ['adds the tag vip'], isSilent: false }
    const first = await save(me, ticket, 'Your depo', { readSeq: 3, macro })
    expect(first).toMatchObject({ body: 'Your depo', readSeq: 3, macro, visibility: 'public' })
    const second = await save(me, ticket, 'Your deposit', first?.revision)
    expect(second?.revision).toBeGreaterThan(first?.revision ?? 0)
    expect(await readDrafts(me, { ticketId: ticket.id })).toEqual([second])
    expect(await drop(me, ticket, second?.revision)).toBe(true)
    expect(await bodies(me, ticket)).toEqual([])
    expect(await drop(me, ticket, second?.revision)).toBe(true)
    expect(await desk.eventTypes(ticket)).not.toContain('draft.saved')
  })

  it('is none of words that have arrived under the id they were on their way under, whichever comes first', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    const clientId = newId()
    const kept = await save(me, ticket, 'On its way', { clientId })
    expect(await bodies(me, ticket)).toEqual(['On its way'])
    await addMessage(me, { ticketId: ticket.id, ...said('On its way'), clientId })
    expect(await bodies(me, ticket)).toEqual([])
    for (const revision of [null, kept?.revision ?? 0])
      await expect(save(me, ticket, 'On its way', { clientId, revision })).rejects.toMatchObject({
        code: 'conflict',
        details: { revision: null },
      })
    for (let round = 0; round < 20; round++) {
      const words = { body: `On its way ${round}`, clientId: newId() }
      await Promise.allSettled([
        addMessage(me, { ticketId: ticket.id, ...said(words.body), clientId: words.clientId }),
        save(me, ticket, words.body, { clientId: words.clientId }),
      ])
      expect(await bodies(me, ticket)).toEqual([])
    }
    // Other words may be written meanwhile.
    expect(await save(me, ticket, 'And then', { clientId: newId() })).toMatchObject({ body: 'And then' })
  })

  it('is one for each kind of word, and asks for words', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    for (const visibility of ['public', 'partner', 'internal'] as const)
      await save(me, ticket, visibility, { visibility })
    expect((await bodies(me, ticket))?.toSorted()).toEqual(['internal', 'partner', 'public'])
    await expect(save(me, ticket, ' \n')).rejects.toMatchObject({ fields: [{ pointer: '/body', code: 'required' }] })
  })

  it('is never overwritten by a device that has not seen it, also not once it was removed and begun again', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    const first = await save(me, ticket, 'On the laptop')
    await expect(save(me, ticket, 'On the phone')).rejects.toMatchObject({
      code: 'conflict',
      details: { revision: first?.revision },
    })
    await drop(me, ticket)
    await expect(save(me, ticket, 'Still here', first?.revision)).rejects.toMatchObject({ details: { revision: null } })
    const again = await save(me, ticket, 'Begun again')
    expect(again?.revision).toBeGreaterThan(first?.revision ?? 0)
    await expect(drop(me, ticket, first?.revision)).rejects.toMatchObject({ details: { revision: again?.revision } })
    expect(await bodies(me, ticket)).toEqual(['Begun again'])
  })

  it('is saved by one of all devices that save upon the same revision at the same time', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    const begun = await Promise.allSettled(['a', 'b', 'c', 'd'].map((text) => save(me, ticket, text)))
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const known = (await readDrafts(me, { ticketId: ticket.id }))?.[0]
    const done = await Promise.allSettled(['e', 'f'].map((text) => save(me, ticket, text, known?.revision)))
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('is taken away by the message it becomes, and by no other', async () => {
    const [me, other, ticket] = [writer(), writer(), await desk.ticket()]
    await save(me, ticket, ' Done, have a look. ')
    await save(other, ticket, 'Done, have a look.')
    await addMessage(other, { ticketId: ticket.id, ...said('Something else') })
    await addMessage(me, { ticketId: ticket.id, ...said('Done, have a look.', 'internal') })
    expect(await bodies(me, ticket)).toHaveLength(2)
    await addMessage(me, { ticketId: ticket.id, ...said('Done, have a look.') })
    expect(await bodies(me, ticket)).toEqual(['Done, have a look.'])
    await save(me, ticket, 'Begun meanwhile')
    await addMessage(me, { ticketId: ticket.id, ...said('Done, have a look.') })
    expect(await bodies(me, ticket)).toContain('Begun meanwhile')
  })

  it('is taken away where it was said to a ticket that goes on in another one', async () => {
    const [me, source, target] = [writer(), await desk.ticket(), await desk.ticket()]
    await save(me, source, 'To the old one')
    await mergeTickets(desk.context, {
      ticketId: source.id,
      into: target.id,
      reason: 'same',
      allowOtherCustomer: false,
    })
    const kept = await sayOnTicket(me, { ticketId: source.id, ...said('To the old one') })
    expect(kept?.ticket.id).toBe(target.id)
    expect(await bodies(me, source)).toEqual([])
  })

  it('is told of in every process, with nothing of its words', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    const signs: DraftSign[] = []
    const stop = onDraftSigns(desk.home.here.memory, (sign) => signs.push(sign))
    const draft = await save(me, ticket, 'A secret')
    await drop(me, ticket)
    await drop(me, ticket)
    stop()
    const sign = { ticketId: ticket.id, visibility: 'public', writerId: me.principal.id, partnerId: null }
    expect(signs).toEqual([
      { ...sign, revision: draft?.revision },
      { ...sign, revision: null },
    ])
  })
})

describe('who reads and writes drafts', () => {
  it('colleagues who may reply read unsent replies; a note is its writer’s own', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    await save(me, ticket, 'Reply')
    await save(me, ticket, 'Note', { visibility: 'internal' })
    expect(await bodies(writer(), ticket)).toEqual(['Reply'])
    expect(await bodies(writer(['ticket:read']), ticket)).toEqual([])
    expect(await bodies(writer(['*'], { partnerId: newId() }), ticket)).toBeUndefined()
    expect((await bodies(me, ticket))?.toSorted()).toEqual(['Note', 'Reply'])
  })

  it('a partner and staff do not read each other’s', async () => {
    const [partnerId, other] = [newId(), newId()]
    const house = (permissions = ['*']) => writer(permissions, { partnerId })
    const ticket = await desk.ticket()
    await desk.home.query('update tickets set created_by = created_by || $2 where id = $1', [ticket.id, { partnerId }])
    await save(house(), ticket, 'Of the partner')
    await save(writer(), ticket, 'Of staff')
    expect(await bodies(house(), ticket)).toEqual(['Of the partner'])
    expect(await bodies(writer(), ticket)).toEqual(['Of staff'])
    expect(await bodies(writer(['*'], { partnerId: other }), ticket)).toBeUndefined()
  })

  it('saving takes the permission to say it; customers and unknown tickets have none', async () => {
    const ticket = await desk.ticket()
    await expect(save(writer(['ticket:read', 'note:write']), ticket, 'x')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(
      save(writer(['ticket:read', 'message:write']), ticket, 'x', { visibility: 'internal' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    expect(await save(writer(['message:write']), ticket, 'x')).toBeNull()
    expect(await save(writer(), { id: newId() }, 'x')).toBeNull()
    expect(await drop(writer(), { id: newId() })).toBeNull()
    const customer = writer(['*'], { kind: 'customer', id: ticket.customer.id })
    await expect(save(customer, ticket, 'x')).rejects.toMatchObject({ code: 'forbidden' })
    expect(await bodies(customer, ticket)).toEqual([])
  })
})

describe('the end of drafts', () => {
  it('comes after 90 days without a touch', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    await save(me, ticket, 'Old')
    await save(writer(), ticket, 'New')
    await desk.home.query(`update drafts set updated_at = now() - interval '91 days' where writer_id = $1`, [
      me.principal.id,
    ])
    expect(await removeOldDrafts(desk.home.contextOf(systemPrincipal))).toBe(1)
    expect(await bodies(me, ticket)).toEqual(['New'])
  })

  it('a redaction takes the words out and leaves the others, under a new revision', async () => {
    const [me, ticket] = [writer(), await desk.ticket()]
    const added = await addMessage(me, { ticketId: ticket.id, ...said('4111 1111') })
    const draft = await save(me, ticket, 'You wrote 4111 1111, is it so?')
    await redactMessage(desk.context, { messageId: added?.message.id ?? '', reason: 'payment_data' })
    const [left] = (await readDrafts(me, { ticketId: ticket.id })) ?? []
    expect(left?.body).toBe('You wrote , is it so?')
    expect(left?.revision).toBeGreaterThan(draft?.revision ?? 0)
  })
})
