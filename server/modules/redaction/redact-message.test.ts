import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeId, encodeId, newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { startBulk } from '../bulk/index.ts'
import { type CaseDesk, openCaseDesk } from '../cases/testing/case-desk.ts'
import { createChat, getChat, readChatMessages, sayInChat } from '../chat/index.ts'
import { findColumnsWith } from '../customer-records/testing/marked-customer-store.ts'
import { indexDocuments, sendMarkedFile, workBulks } from '../customer-records/testing/marked-traces-store.ts'
import { addMessage } from '../handling/index.ts'
import { createTicket } from '../intake/index.ts'
import { sendTranscript } from '../mail/index.ts'
import { sayOnTicket, splitTicket } from '../merging/index.ts'
import { checkInvariants } from '../routing/index.ts'
import { readMessages } from '../tickets/index.ts'
import { redactMessage } from './index.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(async () => {
  expect(await checkInvariants(desk.context)).toEqual([])
  await desk.close()
})

const query = <Row>(text: string, values?: unknown[]) => desk.home.query<Row>(text, values)
const redact = (messageId: string, context = desk.context) =>
  redactMessage(context, { messageId, reason: 'payment_data' })
/** Of letters alone, so that search knows it as a word. */
const newSecret = () =>
  `${newId()
    .slice(-12)
    .replaceAll(/\d/g, (digit) => 'ghijkmnopr'.charAt(Number(digit)))}qk`
const textOf = (secret: string) => `My card is "4111 ${secret}".\n<b>Take</b> what you need & hurry`
const messagesOf = async (ticketId: string, context = desk.context) =>
  (await readMessages(context, { ticketId, after: 0, limit: 100 })) ?? []
const eventsOf = (ticketId: string) =>
  query<{ type: string; data: Record<string, unknown> }>(
    `select type, data from events where ticket_id = $1 and type in ('message.redacted', 'ticket.updated') order by seq`,
    [ticketId],
  )
const codeOf = (call: Promise<unknown>) =>
  call.then(
    (value) => (value === null ? null : 'done'),
    (error: { code: string }) => error.code,
  )

/** A ticket whose first message stands everywhere it can; gives its messages with that text. */
async function sayEverywhere(secret: string): Promise<{ ticketId: string; messageIds: string[] }> {
  const { context } = desk
  const text = textOf(secret)
  const customer = { name: 'Ana', email: `${newId()}@example.com` }
  const callbackUrl = 'https://partner.example/told'
  const request = { customerId: newId(), customer, channel: 'ticket', issueSummary: text, message: text, callbackUrl }
  const key = { route: 'POST /v1/tickets', key: newId(), fingerprint: createHash('sha256').update('x').digest() }
  const { answer } = await createTicket(context, { request, key })
  const ticketId = decodeId('ticket', (JSON.parse(answer) as { id: string }).id) ?? ''
  const fileIds = [await sendMarkedFile(context, secret)]
  const said = { ticketId, clientId: null, lastSeenSeq: null, asCustomer: false } as const
  await sayOnTicket(context, { ...said, body: text, visibility: 'internal', fileIds })
  const messageIds = (await messagesOf(ticketId)).map(({ id }) => id)
  await splitTicket(context, { ticketId, messageIds, issueSummary: 'Another thing', includeNotes: true })
  await startBulk(context, {
    selection: { kind: 'ids', ids: [ticketId] },
    action: { kind: 'reply', body: text, visibility: 'public' },
  })
  await workBulks(context)
  await sendTranscript(context, { ticketId, to: null })
  await query(
    `update tickets set resolution = $2, cause = jsonb_build_object('code', 'other', 'text', $2::text),
       fields = jsonb_build_object('note', 'Said: ' || $2::text) where id = $1`,
    [ticketId, text],
  )
  await query(
    `insert into automation_runs (workspace_id, id, automation, ticket_id, trigger, on_event, outcome, code, reason,
       workflow_version, at)
     select workspace_id, $2, 'lift', id, 'event:1', 'ticket.created', 'done', 'matched', 'It says ' || $3::text, 1, now()
     from tickets where id = $1`,
    [ticketId, newId(), text],
  )
  await query(
    `insert into delivery_attempts (workspace_id, id, delivery_id, number, trigger, started_at, duration_ms, response)
     select workspace_id, $2, id, 1, 'auto', now(), 1, body from deliveries where ticket_id = $1 limit 1`,
    [ticketId, newId()],
  )
  await query(
    `insert into outbox_mails (workspace_id, id, kind, dedupe_key, ticket_id, to_address, from_address, language, subject,
       body_text, body_html, headers, next_attempt_at)
     select workspace_id, $2, 'reply', 'reply ' || $3::text, id, 'ana@example.com', 'desk@example.com', 'en', 'Re: ' || $4::text,
       $4, $4, '{}', now() from tickets where id = $1`,
    [ticketId, newId(), messageIds[0], text],
  )
  await indexDocuments(desk)
  return { ticketId, messageIds: (await messagesOf(ticketId)).map(({ id }) => id) }
}

describe('redacting a message', () => {
  it('leaves no word of it in any column of any table, and tells of it without the text', async () => {
    const secret = newSecret()
    const { ticketId, messageIds } = await sayEverywhere(secret)
    const { chat } = await createChat(desk.context, {
      request: { customerId: newId(), issueSummary: textOf(secret) },
      hasKey: false,
      origin: null,
    })
    const inChat = await sayInChat(desk.context, {
      chatId: chat.id,
      body: textOf(secret),
      clientId: null,
      asCustomer: true,
    })
    expect(await findColumnsWith(query, [secret])).toEqual(
      expect.arrayContaining([
        'automation_runs.reason',
        'bulk_changes.action',
        'deliveries.body',
        'delivery_attempts.response',
        'files.name',
        'idempotency_keys.response',
        'messages.body',
        'outbox_mails.body_html',
        'outbox_mails.body_text',
        'outbox_mails.subject',
        'search_documents.words',
        'search_words.word',
        'tickets.cause',
        'tickets.fields',
        'tickets.issue_summary',
        'tickets.resolution',
      ]),
    )
    for (const messageId of [...messageIds, inChat?.message.id ?? ''])
      expect(await redact(messageId)).toMatchObject({
        body: '',
        attachments: [],
        redaction: { reason: 'payment_data' },
      })
    expect(await findColumnsWith(query, [secret])).toEqual([])
    await indexDocuments(desk)
    expect(await findColumnsWith(query, [secret])).toEqual([])

    const told = (await eventsOf(ticketId)).filter(({ type }) => type === 'message.redacted')
    expect(told.map(({ data }) => data['seq'])).toEqual([1, 2, 3])
    expect(told[0]?.data).toMatchObject({ visibility: 'public', authorKind: 'customer', reason: 'payment_data' })
  })

  it('takes the copies that splits made with it, and tells of it on each of their tickets', async () => {
    const ticket = await desk.ticket({ message: textOf(newSecret()) })
    const [first] = await messagesOf(ticket.id)
    const split = { ticketId: ticket.id, messageIds: [first?.id ?? ''], issueSummary: 'Another', includeNotes: false }
    const other = await splitTicket(desk.context, split)
    const [copy] = await messagesOf(other?.id ?? '')
    await redact(copy?.id ?? '')
    expect((await messagesOf(ticket.id))[0]).toMatchObject({ body: '', redaction: { reason: 'payment_data' } })
    for (const id of [ticket.id, other?.id ?? ''])
      expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['message.redacted'])
  })

  it('is done once, whoever asks at the same time, and misses no copy that is made meanwhile', async () => {
    const secret = newSecret()
    const ticket = await desk.ticket({ message: textOf(secret) })
    const [first] = await messagesOf(ticket.id)
    const messageId = first?.id ?? ''
    const split = { ticketId: ticket.id, messageIds: [messageId], issueSummary: 'Another', includeNotes: false }
    await Promise.all([redact(messageId), redact(messageId), splitTicket(desk.context, split)])
    const again = await redactMessage(desk.context, { messageId, reason: 'abuse' })
    expect(again?.redaction?.reason).toBe('payment_data')
    expect((await eventsOf(ticket.id)).filter(({ type }) => type === 'message.redacted')).toHaveLength(1)
    expect(await findColumnsWith(query, [secret])).toEqual([])
  })

  it('is for who may, of a message they may read', async () => {
    const ticket = await desk.ticket({ message: 'Hello there' })
    const [first] = await messagesOf(ticket.id)
    const messageId = first?.id ?? ''
    const as = (...permissions: string[]) => desk.home.contextOf(principalWith(permissions, { id: newId() }))
    expect(await codeOf(redact(messageId, as('ticket:read', 'message:read')))).toBe('forbidden')
    expect(await codeOf(redact(messageId, as('ticket:read', 'message:redact')))).toBe('forbidden')
    expect(await codeOf(redact(messageId, as('message:redact')))).toBe(null)
    expect(await codeOf(redact(newId()))).toBe(null)
    const partner = desk.home.contextOf(principalWith(['*'], { id: newId(), partnerId: newId() }))
    expect(await codeOf(redact(messageId, partner))).toBe(null)
    expect((await messagesOf(ticket.id))[0]?.body).toBe('Hello there')
    expect(await codeOf(redact(messageId, as('ticket:read', 'message:read', 'message:redact')))).toBe('done')
  })

  it('answers who sends it again that it was said', async () => {
    const ticket = await desk.ticket()
    const said = { ticketId: ticket.id, body: 'A secret', visibility: 'public', clientId: 'a-1' } as const
    const more = { asCustomer: true, lastSeenSeq: null } as const
    const added = await addMessage(desk.context, { ...said, ...more })
    await redact(added?.message.id ?? '')
    expect((await addMessage(desk.context, { ...said, ...more }))?.message).toMatchObject({ body: '', clientId: 'a-1' })

    const request = { customerId: newId(), issueSummary: 'Help' }
    const { chat } = await createChat(desk.context, { request, hasKey: false, origin: null })
    const words = { chatId: chat.id, body: 'A secret of the chat', clientId: 'c-1', asCustomer: true }
    const inChat = await sayInChat(desk.context, words)
    await redact(inChat?.message.id ?? '')
    expect(await sayInChat(desk.context, words)).toMatchObject({ isRepeat: true, message: { seq: 1, body: '' } })
    expect((await getChat(desk.context, { chatId: chat.id }))?.redacted).toEqual([1])
    const [left] = (await readChatMessages(desk.context, { chatId: chat.id, after: 0, limit: 10 })) ?? []
    expect(left).toMatchObject({ seq: 1, body: '', redaction: { reason: 'payment_data' } })
    const [event] = (await eventsOf(chat.ticketId)).filter(({ type }) => type === 'message.redacted')
    expect(event?.data).toMatchObject({ chatId: encodeId('chat', chat.id), chatSeq: 1 })
  })
})
