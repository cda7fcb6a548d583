import { afterAll, expect, it } from 'vitest'
import { sendTranscript } from '../modules/mail/index.ts'
import { mergeTickets, sayOnTicket, unmergeTicket } from '../modules/merging/index.ts'
import { newId } from '../platform/ids.ts'
import { type MailDesk, openMailDesk, openMailWorld } from './testing/mail-desk.ts'

const world = await openMailWorld()
afterAll(world.close)

/** Two customers' tickets of which the first, Eva's, goes on in the second, Ben's. */
async function openMerged(desk: MailDesk): Promise<{ eva: string; ben: string }> {
  const who = { customerId: 'eva', customer: { name: 'Eva Lind', email: 'eva@example.com' } }
  const eva = await desk.addMailTicket({ ...who, issueSummary: 'My parcel', message: 'Where is my parcel?' })
  const ben = await desk.addMailTicket({ message: 'I cannot sign in' })
  await mergeTickets(desk.context, { ticketId: eva, into: ben, reason: null, allowOtherCustomer: true })
  return { eva, ben }
}

/** Said by a person of the desk, or by the ticket's customer. */
async function say(desk: MailDesk, ticketId: string, body: string, asCustomer = false): Promise<void> {
  const person = desk.contextOf({ ...desk.context.principal, kind: 'member', id: newId(), name: 'Desk' })
  const how = { visibility: 'public', clientId: null, lastSeenSeq: null, asCustomer } as const
  await sayOnTicket(person, { ticketId, body, ...how })
}

it('a reply to a ticket that goes on in another customer’s is mailed to its own customer, about its own ticket', async () => {
  const desk = await openMailDesk(world)
  const { eva, ben } = await openMerged(desk)
  await say(desk, eva, 'Your parcel is in Lund.')
  await say(desk, ben, 'Reset your password.')
  await desk.write()
  expect(await desk.mails()).toMatchObject([
    {
      to: 'eva@example.com',
      subject: expect.stringMatching(/^Re: My parcel \[#\d+\]$/),
      text: expect.stringContaining('Your parcel is in Lund.'),
    },
    {
      to: 'ben@example.com',
      subject: expect.stringMatching(/^Re: Cannot sign in \[#\d+\]$/),
      text: expect.stringContaining('Reset your password.'),
    },
  ])
})

it('a reply that was taken back with its ticket before its mail was written goes to no other customer', async () => {
  const desk = await openMailDesk(world)
  const { eva } = await openMerged(desk)
  await say(desk, eva, 'Your parcel is in Lund.')
  await unmergeTicket(desk.context, { ticketId: eva })
  await desk.write()
  expect((await desk.mails()).map(({ to }) => to)).toEqual(['eva@example.com'])
})

it('a transcript holds what was said to the tickets of its customer, wherever it is kept, and nothing else', async () => {
  const desk = await openMailDesk(world)
  const { eva, ben } = await openMerged(desk)
  await say(desk, eva, 'Your parcel is in Lund.')
  await say(desk, eva, 'Then send it on', true)
  await say(desk, ben, 'Reset your password.')
  const ofBen = (await sendTranscript(desk.context, { ticketId: ben, to: null }))?.id
  const ofEva = (await sendTranscript(desk.context, { ticketId: eva, to: null }))?.id
  const texts = new Map((await desk.mails()).map(({ id, text }) => [id, text]))
  expect(texts.get(ofBen ?? '')).toMatch(/I cannot sign in[\s\S]*Reset your password/)
  expect(texts.get(ofBen ?? '')).not.toMatch(/parcel|send it on/)
  expect(texts.get(ofEva ?? '')).toMatch(/Where is my parcel[\s\S]*in Lund[\s\S]*Then send it on/)
  expect(texts.get(ofEva ?? '')).not.toMatch(/sign in|password/)
})
