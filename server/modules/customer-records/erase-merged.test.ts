import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { type CaseDesk, openCaseDesk } from '../cases/testing/case-desk.ts'
import { sendTranscript } from '../mail/index.ts'
import { mergeTickets, sayOnTicket, splitTicket, unmergeTicket } from '../merging/index.ts'
import { checkInvariants } from '../routing/index.ts'
import { readMessages, type Ticket } from '../tickets/index.ts'
import { eraseCustomer, exportCustomer } from './index.ts'
import { findColumnsWith } from './testing/marked-customer-store.ts'
import { indexDocuments } from './testing/marked-traces-store.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(() => desk.close())

const query = <Row>(text: string, values?: unknown[]) => desk.home.query<Row>(text, values)
const erase = ({ customer }: Ticket) =>
  eraseCustomer(desk.context, { customerId: customer.id, reason: 'requested', closeOpen: true })
const copyOf = async ({ customer }: Ticket) =>
  (await Array.fromAsync((await exportCustomer(desk.context, { customerId: customer.id })) ?? [])).join('')
const bodies = async (ticket: Ticket) =>
  (await readMessages(desk.context, { ticketId: ticket.id, after: 0, limit: 50 }))?.map(({ body }) => body)
const places = async (word: string) => {
  await indexDocuments(desk)
  return findColumnsWith(query, [word])
}
/** A word that nobody else has, of letters alone. */
const word = () =>
  `${newId()
    .slice(-12)
    .replaceAll(/\d/g, (digit) => 'ghijkmnopr'.charAt(Number(digit)))}qk`

/** Says something as the ticket's customer, and answers it, in public and among colleagues. */
async function talk(ticket: Ticket, mark: string): Promise<string[]> {
  const how = { ticketId: ticket.id, clientId: null, lastSeenSeq: null } as const
  const said = [
    await sayOnTicket(desk.context, { ...how, body: `I am ${mark}`, visibility: 'public', asCustomer: true }),
    await sayOnTicket(desk.context, { ...how, body: `Hello ${mark}`, visibility: 'public', asCustomer: false }),
    await sayOnTicket(desk.context, { ...how, body: `It is ${mark}`, visibility: 'internal', asCustomer: false }),
  ]
  return said.flatMap((one) => one?.message.id ?? [])
}

const merge = (source: Ticket, target: Ticket) =>
  mergeTickets(desk.context, { ticketId: source.id, into: target.id, reason: null, allowOtherCustomer: true })

/** Eva's ticket that goes on in Ben's, with what was said to both since, and a word for what is each one's. */
async function merged() {
  const [evas, bens] = [word(), word()]
  const open = (mark: string) =>
    desk.ticket({ customerId: mark, customer: { email: `${mark}@example.com` }, issueSummary: `Of ${mark}` })
  const [eva, ben] = [await open(evas), await open(bens)]
  await merge(eva, ben)
  const ofEva = await talk(eva, evas)
  await talk(ben, bens)
  for (const { id } of [eva, ben]) await sendTranscript(desk.context, { ticketId: id, to: null })
  await indexDocuments(desk)
  return { eva, ben, evas, bens, ofEva }
}

const saidTo = (mark: string) => [`I am ${mark}`, `Hello ${mark}`, `It is ${mark}`]

describe('erasing the customer of a ticket in which another one’s goes on', () => {
  it('gives that one its words back, and takes its own and nothing else', async () => {
    const { eva, ben, evas, bens } = await merged()
    expect((await erase(ben))?.counts).toMatchObject({ tickets: 1, messages: 3 })
    expect(await places(bens)).toEqual([])
    const left = await places(evas)
    expect(left).toEqual(expect.arrayContaining(['messages.body', 'outbox_mails.body_text', 'search_documents.words']))
    expect(await bodies(eva)).toEqual(saidTo(evas))
    expect(await bodies(ben)).toEqual(['', '', ''])
    expect(await copyOf(eva)).toContain(`Hello ${evas}`)
    expect(await desk.eventTypes(eva)).toEqual(expect.arrayContaining(['ticket.unmerged', 'message.moved']))
    expect(await checkInvariants(desk.context)).toEqual([])
  })

  it('lets that one be answered and reopened as any closed ticket', async () => {
    const { eva, ben, evas } = await merged()
    await erase(ben)
    expect(await desk.read(eva)).toMatchObject({ statusCategory: 'closed', mergedInto: null })
    const reply = { body: 'Still there?', visibility: 'public', clientId: null, lastSeenSeq: null } as const
    const said = await sayOnTicket(desk.context, { ticketId: eva.id, asCustomer: true, ...reply })
    expect(said).toMatchObject({ detour: null, ticket: { id: eva.id } })
    expect((await desk.read(eva)).statusCategory).not.toBe('closed')
    expect((await erase(eva))?.counts).toMatchObject({ messages: 4 })
    expect(await places(evas)).toEqual([])
  })

  it('releases what was merged on the way, and leaves whole what goes on in what is its own', async () => {
    const [first, middle, last] = [word(), word(), word()]
    const [a, b, c] = [
      await desk.ticket({ customerId: first }),
      await desk.ticket({ customerId: middle }),
      await desk.ticket({ customerId: last }),
    ]
    await merge(a, b)
    await merge(b, c)
    for (const [ticket, mark] of [
      [a, first],
      [b, middle],
      [c, last],
    ] as const)
      await talk(ticket, mark)
    await erase(b)
    expect(await bodies(a)).toEqual(saidTo(first))
    expect(await bodies(c)).toEqual(['', '', '', ...saidTo(last)])
    expect(await places(middle)).toEqual([])
  })

  it('takes nothing of another one’s that was split off before', async () => {
    const { ben, bens, evas, eva, ofEva } = await merged()
    const input = { ticketId: ben.id, messageIds: ofEva, issueSummary: 'Apart', includeNotes: true }
    const apart = await splitTicket(desk.context, input)
    if (apart === null) throw new Error('There was nothing to split.')
    await erase(ben)
    expect(await places(bens)).toEqual([])
    expect(await bodies(apart)).toEqual(saidTo(evas))
    await erase(eva)
    expect(await bodies(apart)).toEqual(['', '', ''])
    expect(await places(evas)).toEqual([])
  })
})

describe('erasing the customer of a ticket that goes on in another one’s', () => {
  it('takes its words from there, and nothing else', async () => {
    const { eva, ben, evas, bens } = await merged()
    expect((await erase(eva))?.counts).toMatchObject({ tickets: 1, messages: 3 })
    expect(await places(evas)).toEqual([])
    expect(await bodies(ben)).toEqual(['', '', '', ...saidTo(bens)])
    expect(await copyOf(ben)).toContain(`Hello ${bens}`)
    expect(await places(bens)).toEqual(
      expect.arrayContaining(['messages.body', 'outbox_mails.body_text', 'search_documents.words']),
    )
  })

  it('or has been taken back from it', async () => {
    for (const which of ['eva', 'ben'] as const) {
      const all = await merged()
      await unmergeTicket(desk.context, { ticketId: all.eva.id })
      await erase(all[which])
      const [gone, left, ticket] = which === 'eva' ? [all.evas, all.bens, all.ben] : [all.bens, all.evas, all.eva]
      expect(await places(gone)).toEqual([])
      expect(await bodies(ticket)).toEqual(saidTo(left))
      expect(await copyOf(ticket)).toContain(`Hello ${left}`)
    }
  })

  it('races an answer to it without leaving a word', async () => {
    for (let round = 0; round < 3; round++) {
      const { eva, evas } = await merged()
      const talking = talk(eva, evas).catch((error: unknown) => error)
      await erase(eva)
      await talking
      expect(await places(evas)).toEqual([])
    }
  })
})
