import { createHash } from 'node:crypto'
import { encodeId, newId } from '../../../platform/ids.ts'
import { createToken } from '../../access/index.ts'
import { grantOf, principalWith } from '../../access/testing/test-installation-store.ts'
import { addEvidence, decideCase, moveCase, setCheck } from '../../cases/index.ts'
import type { CaseDesk } from '../../cases/testing/case-desk.ts'
import { seen } from '../../cases/testing/case-desk.ts'
import { updateCustomer } from '../../customers/index.ts'
import { assignTicket, overrideDue, transitionTicket } from '../../handling/index.ts'
import { createTicket } from '../../intake/index.ts'
import { mergeTickets, sayOnTicket } from '../../merging/index.ts'
import { saveOrder } from '../../orders/index.ts'
import { openSupport } from '../../order-support/index.ts'
import { createReview } from '../../quality/index.ts'
import { loadClocks } from '../../sla/index.ts'
import type { Ticket } from '../../tickets/index.ts'
import { hangUpCall } from '../../voice/index.ts'
import { takeCall } from '../../voice/testing/take-call.ts'
import { mergeCustomers } from '../merge-customers.ts'
import { chatMarked, leaveTraces, sendMarkedFile } from './marked-traces-store.ts'

/** A customer whose every word, address and id holds a mark that stands nowhere else. */
export interface MarkedCustomer {
  readonly customerId: string
  readonly marks: readonly string[]
}

/** Makes a customer with something in every place that could hold what is personal; `messages` more on its first ticket. */
export async function openMarkedCustomer(desk: CaseDesk, messages = 1): Promise<MarkedCustomer> {
  // Of letters alone, so that search knows it as a word; no stem is shorter.
  const secret = `${newId()
    .slice(-12)
    .replaceAll(/\d/g, (digit) => 'ghijkmnopr'.charAt(Number(digit)))}qk`
  const mark = `Mark ${secret}`
  const word = mark.replace(' ', '-')
  const digits = String(Math.floor(1e8 + Math.random() * 9e8))
  const phone = `+34${digits}`
  const { context } = desk
  const customer = {
    name: mark,
    email: `${word}@example.com`,
    phone,
    language: 'es',
    tier: mark,
    timezone: 'Europe/Madrid',
    attributes: { [mark]: mark },
  }
  const request = {
    customerId: word,
    customer,
    channel: 'ticket',
    serviceLine: 'game-support',
    issueSummary: mark,
    message: mark,
    callbackUrl: `https://partner.example/${word}?c=${word}`,
    externalId: mark,
    tags: [word],
    priority: 'high',
    priorityReason: mark,
  }
  const key = { route: 'POST /v1/tickets', key: word, fingerprint: createHash('sha256').update(word).digest() }
  const raiser = desk.home.contextOf(principalWith(['*'], { partnerId: newId() }))
  await createTicket(raiser, { request, key })
  const ticket = await desk.ticket(request)
  await handleMarked(desk, ticket, { mark, messages })
  const other = await desk.ticket(request)
  const third = await desk.ticket(request)
  await overrideMarked(desk, third.id, mark)
  await mergeTickets(context, { ticketId: other.id, into: third.id, reason: mark, allowOtherCustomer: false })
  const call = await takeCall(context, { customerId: word, from: phone, issueSummary: mark })
  await hangUpCall(context, { callId: call.callId, by: 'customer' })
  await chatMarked(desk, { customerId: word, mark })
  const customerId = ticket.customer.id
  await orderMarked(desk, { customerId, mark, word, phone })
  await createToken(context, grantOf({ name: mark, customerId }))
  const twin = await desk.ticket({
    ...request,
    customerId: `twin-${word}`,
    customer: { ...customer, attributes: { [`twin ${mark}`]: mark } },
  })
  await updateCustomer(context, { customerId, details: { externalIds: [word, `crm-${word}`] } })
  const pair = { sourceId: twin.customer.id, targetId: customerId, sourceVersion: null, targetVersion: null }
  await mergeCustomers(context, { ...pair, reason: mark })
  await leaveTraces(desk, { ticketId: ticket.id, openTicketId: twin.id, mark, secret })
  await markRest(desk, ticket.id, mark)
  return { customerId, marks: [mark, word, digits, secret] }
}

/** A due time that was set by hand, and is told of on its clock and in its ledger. */
async function overrideMarked({ context }: CaseDesk, ticketId: string, mark: string): Promise<void> {
  const clocks = await context.read((tx) => loadClocks(tx, context.workspace.id, ticketId))
  const clockId = clocks.find(({ clock }) => clock.metric === 'resolution')?.id ?? ''
  const dueAt = context.now() + 3_600_000
  await overrideDue(context, { ticketId, clockId, dueAt, reason: mark, expectedVersion: null })
}

/** An order with a support session that is a call back. */
async function orderMarked(
  desk: CaseDesk,
  { customerId, mark, word, phone }: { customerId: string; mark: string; word: string; phone: string },
): Promise<void> {
  const { context } = desk
  await saveOrder(context, {
    externalId: mark,
    storeId: null,
    brand: null,
    region: null,
    placedAt: context.now(),
    status: 'PREPARING',
    serviceMode: null,
    customerId,
    items: [{ name: mark }],
    providerId: `at the provider ${mark}`,
    agent: { type: 'driver', person: { name: mark } },
  })
  const serving = await desk.addAgent({ name: 'Bea' })
  await openSupport(context, {
    orderId: mark,
    publicUrl: 'https://support.example',
    body: {
      descriptor: { name: mark },
      callback_phone: phone,
      faq: { url: `https://shop.example/${word}` },
      agent: { id: encodeId('agent', serving.id), person: { name: mark } },
    },
  })
}

/** Talks, works and decides on a ticket until it is closed and reviewed. */
async function handleMarked(
  desk: CaseDesk,
  ticket: Ticket,
  { mark, messages }: { mark: string; messages: number },
): Promise<void> {
  const { context } = desk
  const agent = await desk.addAgent({ name: 'Ana' })
  const said = { ticketId: ticket.id, lastSeenSeq: null } as const
  for (let count = 0; count < messages; count++) {
    const clientId = `${mark} ${count}`
    await sayOnTicket(context, { ...said, body: mark, clientId, visibility: 'public', asCustomer: true })
  }
  const fileIds = [await sendMarkedFile(context, mark)]
  await sayOnTicket(context, {
    ...said,
    body: mark,
    clientId: null,
    visibility: 'internal',
    asCustomer: false,
    fileIds,
  })
  await assignTicket(context, { ticketId: ticket.id, agentId: agent.id })
  await openClosedCase(desk, ticket, mark)
  await transitionTicket(desk.as(agent), {
    ticketId: ticket.id,
    to: 'closed',
    cause: { code: mark, text: mark },
    correction: { text: mark, change: mark },
    solutionCheck: 'passed',
    resolution: mark,
  })
  const answers = ['understood', 'solved', 'tone', 'privacy'].map((criterion) => ({
    criterion,
    rating: null,
    note: mark,
  }))
  await createReview(desk.reviewer, { ticketId: ticket.id, scorecard: 'standard', answers, note: mark })
}

async function openClosedCase(
  desk: CaseDesk,
  ticket: Parameters<CaseDesk['escalate']>[0],
  mark: string,
): Promise<void> {
  const evidence = [
    { kind: 'note' as const, text: mark },
    { kind: 'link' as const, url: `https://files.example/${mark.replace(' ', '-')}` },
  ]
  const found = await desk.escalate(ticket, { reason: `Looks like ${mark}`, note: mark, evidence })
  const fileId = await sendMarkedFile(desk.opener, mark)
  await addEvidence(desk.opener, { ...seen(found), evidence: { kind: 'file', fileId } })
  for (const name of found.askedChecks)
    await setCheck(desk.opener, { ...seen(found), name, result: 'pass', note: mark, evidence: [] })
  for (const to of ['triage', 'investigating', 'decision'] as const)
    await moveCase(desk.opener, { ...seen(found), to, note: mark })
  await decideCase(desk.reviewer, { ...seen(found), outcome: 'confirmed', note: mark })
  await moveCase(desk.opener, { ...seen(found), to: 'closed', note: mark })
}

/** What takes a router or a receiver to come about. */
async function markRest({ home }: CaseDesk, ticketId: string, mark: string): Promise<void> {
  await home.query('update offers set end_note = $2 where ticket_id = $1', [ticketId, mark])
  await home.query(
    `insert into case_checks (workspace_id, case_id, name, result, note, by, at)
     select workspace_id, id, 'payment_match', 'pass', $2, '{}', now() from cases where ticket_id = $1`,
    [ticketId, mark],
  )
  await home.query('update tickets set fields = jsonb_build_object($2::text, $2::text) where id = $1', [ticketId, mark])
  await home.query(
    `insert into delivery_attempts (workspace_id, id, delivery_id, number, trigger, started_at, duration_ms, response,
       response_headers)
     select workspace_id, $2, id, 1, 'auto', now(), 1, $3, jsonb_build_object('x-name', $3::text) from deliveries where ticket_id = $1 limit 1`,
    [ticketId, newId(), mark],
  )
}

/** In which columns of text and JSON a text stands, of every table of the database. */
export async function findColumnsWith(
  query: <Row>(text: string, values?: unknown[]) => Promise<Row[]>,
  texts: readonly string[],
): Promise<string[]> {
  const found: string[] = []
  for (const { table, columns } of await textColumns(query)) {
    const tests = columns.map((column) => `coalesce(bool_or("${column}"::text ilike any($1)), false) as "${column}"`)
    const patterns = texts.map((text) => `%${text}%`)
    const [row] = await query<Record<string, boolean>>(`select ${tests.join(', ')} from "${table}"`, [patterns])
    found.push(...columns.filter((column) => row?.[column] === true).map((column) => `${table}.${column}`))
  }
  return found
}

/** Columns that could hold words, by table. */
export function textColumns(
  query: <Row>(text: string, values?: unknown[]) => Promise<Row[]>,
): Promise<{ table: string; columns: string[] }[]> {
  return query(`
    select pg_class.relname as table, array_agg(pg_attribute.attname::text order by pg_attribute.attnum) as columns
    from pg_class
    join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0
    where pg_class.relnamespace = 'public'::regnamespace
      and pg_class.relkind in ('r', 'p') and not pg_class.relispartition
      and pg_class.relname <> 'schema_migrations'
      and not pg_attribute.attisdropped
      and format_type(pg_attribute.atttypid, null) in
        ('text', 'text[]', 'json', 'jsonb', 'character varying', 'character varying[]', 'bytea', 'xml', 'name',
         'tsvector')
    group by pg_class.relname
    order by pg_class.relname`)
}
