import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { closeChat, createChat, leaveChat } from '../modules/chat/index.ts'
import { assignTicket, transitionTicket } from '../modules/handling/index.ts'
import { getMail, listMails, resendMail, sendTranscript } from '../modules/mail/index.ts'
import { mergeTickets } from '../modules/merging/index.ts'
import { encodeId, newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { createMailWriter } from './mail-writer.ts'
import { type MailDesk, openMailDesk, openMailWorld } from './testing/mail-desk.ts'
import { soon } from './testing/watched-desks.ts'
import type { Worker } from './worker.ts'

const world = await openMailWorld()
const workers: Worker[] = []
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(1_000)))
})
afterAll(world.close)

function startWriter(): void {
  const { installation, feed } = world
  const worker = createMailWriter({ installation, feed, log: createLog({ level: 'silent' }), pollMs: 50 })
  workers.push(worker)
  worker.start()
}

describe('a public reply', () => {
  it('is written to the customer once, however many writers look, in the customer’s language', async () => {
    const desk = await openMailDesk(world)
    const ticketId = await desk.addMailTicket({ language: 'pt' })
    startWriter()
    startWriter()
    await desk.say(ticketId, 'Tente <b>agora</b>, por favor.')
    await vi.waitFor(async () => expect(await desk.mails()).toHaveLength(1), soon)
    await desk.write()
    const [mail, ...more] = await desk.mails()
    expect(more).toEqual([])
    const thread = `<${encodeId('ticket', ticketId)}@desk.acme.example>`
    expect(mail).toMatchObject({
      kind: 'reply',
      state: 'queued',
      to: 'ben@example.com',
      from: 'switchyard@desk.acme.example',
      language: 'pt',
      subject: expect.stringMatching(/^Re: Cannot sign in \[#\d+\]$/),
      text: expect.stringContaining('Tente <b>agora</b>, por favor.'),
      html: expect.stringContaining('Tente &lt;b&gt;agora&lt;/b&gt;, por favor.'),
      headers: { 'In-Reply-To': thread, References: thread, 'X-Auto-Response-Suppress': 'All' },
    })
    expect(mail?.headers).not.toHaveProperty('Auto-Submitted')
    expect(mail?.headers['Message-ID']).toBe(`<${encodeId('mail', mail?.id ?? '')}@desk.acme.example>`)
  })

  it('makes no mail when it is a note, the customer’s own, or said on another channel', async () => {
    const desk = await openMailDesk(world)
    const ticketId = await desk.addMailTicket()
    await desk.say(ticketId, 'Only for us', { isNote: true })
    await desk.say(ticketId, 'It still fails', { asCustomer: true })
    await desk.say(await desk.addMailTicket({ channel: 'api' }), 'Hello')
    await desk.say(await desk.addTicket({ customerId: 'without-address' }), 'Hello')
    await desk.write()
    expect(await desk.mails()).toEqual([])
  })

  it('says of itself that no person wrote it, where none did', async () => {
    const desk = await openMailDesk(world)
    await desk.say(await desk.addMailTicket(), 'We have got your request', { by: desk.context })
    await desk.write()
    expect(await desk.mails()).toMatchObject([{ kind: 'reply', headers: { 'Auto-Submitted': 'auto-replied' } }])
  })

  it('comes from whom the workflow says, with a link where it names one, and not at all where it says so', async () => {
    const from = 'from: { name: Acme Help, address: help@acme.example }'
    const desk = await openMailDesk(
      world,
      `mail: { ${from}, channels: [api], requestLink: "https://help.acme.example/r/{number}" }`,
    )
    await desk.say(await desk.addMailTicket(), 'By mail')
    await desk.say(await desk.addMailTicket({ channel: 'api' }), 'By api')
    await desk.write()
    const [mail, ...more] = await desk.mails()
    expect(more).toEqual([])
    expect(mail).toMatchObject({
      from: 'help@acme.example',
      text: expect.stringContaining('https://help.acme.example/r/1'),
    })
    const silent = await openMailDesk(world, 'mail: { replies: false }')
    await silent.say(await silent.addMailTicket(), 'Hello')
    await silent.write()
    expect(await silent.mails()).toEqual([])
  })

  it('is not written to an address that no mail can go to, nor to the sender’s own', async () => {
    const desk = await openMailDesk(world)
    for (const email of ['switchyard@desk.acme.example', 'a..b@example.com', 'a"b@example.com'])
      await desk.say(await desk.addMailTicket({ customerId: email, customer: { email } }), 'Hello')
    await desk.write()
    expect(await desk.mails()).toEqual([])
  })

  it('of yesterday is not written about after an outage', async () => {
    const desk = await openMailDesk(world)
    await desk.say(await desk.addMailTicket(), 'Hello')
    await world.query(`update events set at = at - interval '25 hours' where workspace_id = $1`, [
      desk.context.workspace.id,
    ])
    await desk.write()
    expect(await desk.mails()).toEqual([])
  })

  it('is kept once an address has got sixty in an hour', async () => {
    const desk = await openMailDesk(world)
    const ticketId = await desk.addMailTicket()
    for (let count = 0; count < 61; count++) await desk.say(ticketId, `Message ${count}`)
    await desk.write()
    const states = (await desk.mails()).map(({ state, keptBecause }) => `${state} ${keptBecause}`)
    expect(states.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 'queued null'))
    expect(states.slice(60)).toEqual(['kept too_many'])
  })
})

/** A chat of Ben, who typed an address, and a call with its own token. */
async function openBensChat(desk: MailDesk) {
  const request = {
    customerId: 'visitor-ben',
    customer: { name: 'Ben Okafor', email: 'ben@example.com' },
    serviceLine: 'platform-support',
    language: 'en',
    issueSummary: 'My deposit is missing',
    message: 'I paid an hour ago.',
  }
  const { chat } = await createChat(desk.context, { request, hasKey: false, origin: 'https://shop.example' })
  const { id } = chat.customer
  const customer = desk.contextOf({ ...desk.context.principal, kind: 'customer', id, chatId: chat.id })
  return { chat, ticketId: chat.ticketId, customer }
}

describe('a reply where a chat was', () => {
  it('goes by mail to who left a message there, as the page has said, and not what no person wrote', async () => {
    const desk = await openMailDesk(world)
    const { chat, ticketId, customer } = await openBensChat(desk)
    await desk.say(ticketId, 'Said while somebody waits')
    await desk.write()
    expect(await desk.mails()).toEqual([])
    await leaveChat(customer, { chatId: chat.id, as: 'message' })
    await desk.say(ticketId, 'We have got your message', { by: desk.context })
    await desk.say(ticketId, 'The deposit is there now.')
    await desk.write()
    const [mail, ...more] = await desk.mails()
    expect(more).toEqual([])
    expect(mail).toMatchObject({
      kind: 'reply',
      state: 'queued',
      to: 'ben@example.com',
      subject: expect.stringMatching(/^Re: My deposit is missing \[#\d+\]$/),
      text: expect.stringContaining('The deposit is there now.'),
    })
  })

  it('goes by mail from the ticket too that the left message was merged into', async () => {
    const desk = await openMailDesk(world)
    const { chat, ticketId, customer } = await openBensChat(desk)
    await leaveChat(customer, { chatId: chat.id, as: 'message' })
    const into = await desk.addTicket({ customerId: 'visitor-ben', channel: 'api' })
    await mergeTickets(desk.context, { ticketId, into, reason: null, allowOtherCustomer: false })
    await desk.say(into, 'Answered there.')
    await desk.write()
    expect(await desk.mails()).toMatchObject([
      { to: 'ben@example.com', text: expect.stringContaining('Answered there.') },
    ])
  })

  it('goes by mail once the chat is over, and nowhere without an address', async () => {
    const desk = await openMailDesk(world)
    const { chat, ticketId } = await openBensChat(desk)
    const agentId = await desk.addAgent()
    await assignTicket(desk.context, { ticketId, agentId, expectedVersion: null })
    await desk.say(ticketId, 'Heard in the chat')
    await closeChat(desk.context, { chatId: chat.id, by: 'agent', reason: 'closed' })
    await desk.say(ticketId, 'One more thing')
    const nobody = { customerId: 'visitor-7', serviceLine: 'platform-support', language: 'en', issueSummary: 'Hi' }
    const other = await createChat(desk.context, { request: nobody, hasKey: false })
    await closeChat(desk.context, { chatId: other.chat.id, by: 'customer', reason: 'closed' })
    await desk.say(other.chat.ticketId, 'Anybody?')
    await desk.write()
    const texts = (await desk.mails()).map(({ text }) => text)
    expect(texts).toEqual([expect.stringContaining('One more thing')])
  })
})

describe('a transcript', () => {
  it('that a chat asks for says nothing its subject chose, and goes three times an hour', async () => {
    const desk = await openMailDesk(world)
    const { chat, ticketId, customer } = await openBensChat(desk)
    const asked = { ticketId, to: null, chatId: chat.id }
    for (let count = 0; count < 3; count++) await sendTranscript(customer, asked)
    await expect(sendTranscript(customer, asked)).rejects.toMatchObject({ code: 'rate_limited' })
    expect(await sendTranscript(desk.context, { ticketId, to: null })).toMatchObject({
      subject: expect.stringMatching(/^Transcript of request #\d+: My deposit is missing$/),
    })
    const mails = await desk.mails()
    expect(mails).toHaveLength(4)
    for (const { subject, text } of mails.slice(0, 3)) {
      expect(subject).toMatch(/^Transcript of request #\d+$/)
      expect(text).toContain('I paid an hour ago.')
      expect(text).not.toContain('My deposit is missing')
    }
  })

  it('holds what was said in public and nothing else, and goes to whom it is asked for', async () => {
    const desk = await openMailDesk(world)
    const ticketId = await desk.addMailTicket({ message: 'I cannot sign in' })
    await desk.say(ticketId, 'Only for us', { isNote: true })
    await desk.say(ticketId, 'Try again')
    const sent = await sendTranscript(desk.context, { ticketId, to: null })
    expect(sent).toMatchObject({ kind: 'transcript', to: { address: 'ben@example.com', name: 'Ben Okafor' } })
    await sendTranscript(desk.context, { ticketId, to: 'boss@example.com' })
    const [first, second] = await desk.mails()
    expect(first?.text).toMatch(/I cannot sign in[\s\S]*Try again/)
    expect(first?.text).not.toContain('Only for us')
    expect(first?.headers).toMatchObject({ 'Auto-Submitted': 'auto-generated' })
    expect(second).toMatchObject({ to: 'boss@example.com', state: 'queued' })
    expect((await desk.eventTypes()).filter((type) => type === 'mail.requested')).toHaveLength(2)
    expect(await sendTranscript(desk.context, { ticketId: newId(), to: null })).toBeNull()
  })

  it('needs an address, and a customer’s token names none but the customer’s', async () => {
    const desk = await openMailDesk(world)
    const ticketId = await desk.addTicket({ customerId: 'nobody' })
    await expect(sendTranscript(desk.context, { ticketId, to: null })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ pointer: '/to', code: 'no_address' }],
    })
    await expect(sendTranscript(desk.context, { ticketId, to: 'a b@example.com' })).rejects.toMatchObject({
      fields: [{ pointer: '/to', code: 'mail_address' }],
    })
    const [row] = await world.query<{ id: string }>('select customer_id as id from tickets where id = $1', [ticketId])
    const customer = desk.contextOf({ ...desk.context.principal, kind: 'customer', id: row?.id ?? '' })
    await expect(sendTranscript(customer, { ticketId, to: 'else@example.com' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(sendTranscript(customer, { ticketId, to: null })).rejects.toMatchObject({
      message: 'There is no e-mail address of yours to send it to.',
    })
    expect(await desk.mails()).toEqual([])
  })

  it('is sent when a ticket closes, where the workflow says so', async () => {
    const desk = await openMailDesk(world, 'mail: { transcriptOnClose: true, replies: false }')
    const ticketId = await desk.addMailTicket({ serviceLine: 'guest-support', category: 'user_system', message: 'Hi' })
    const agentId = await desk.addAgent({ queues: ['guest-care'] })
    const as = desk.contextOf({ ...desk.context.principal, agentId })
    await assignTicket(desk.context, { ticketId, agentId, expectedVersion: null })
    await transitionTicket(as, { ticketId, to: 'handling' })
    await transitionTicket(as, { ticketId, to: 'solved', resolution: 'Fixed.' })
    await transitionTicket(as, { ticketId, to: 'closed' })
    await desk.write()
    expect(await desk.mails()).toMatchObject([{ kind: 'transcript', to: 'ben@example.com' }])
  })
})

describe('the outbox', () => {
  it('shows who is limited the mails of their tickets only, and has a mail sent again', async () => {
    const desk = await openMailDesk(world)
    const ticketId = await desk.addMailTicket()
    await sendTranscript(desk.context, { ticketId, to: null })
    const limited = (channel: string) =>
      desk.contextOf({ ...desk.context.principal, scope: { channels: new Set([channel]), queues: null } })
    const list = (by = desk.context, filter = {}) => listMails(by, { filter, before: null, limit: 10 })
    const [mail] = await list(limited('email'))
    expect(mail).toMatchObject({ kind: 'transcript', state: 'queued', ticketId })
    expect(await list(limited('voice'))).toEqual([])
    expect(
      await list(desk.context, { to: 'BEN@example.com', state: 'queued', kind: 'transcript', ticketId }),
    ).toHaveLength(1)
    expect(await list(desk.context, { state: 'sent' })).toEqual([])
    const mailId = mail?.id ?? ''
    expect(await getMail(limited('voice'), { mailId })).toBeNull()
    expect(await resendMail(limited('voice'), { mailId })).toBeNull()
    await expect(resendMail(desk.context, { mailId })).rejects.toMatchObject({ code: 'conflict' })
    await world.query(
      `update outbox_mails set state = 'kept', kept_because = 'no_server', ended_at = now(), next_attempt_at = null where id = $1`,
      [mailId],
    )
    expect(await resendMail(desk.context, { mailId })).toMatchObject({ state: 'queued', keptBecause: null })
  })
})
