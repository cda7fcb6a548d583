import { afterAll, describe, expect, it, vi } from 'vitest'
import { approveAccess, rejectAccess, requestAccess } from '../modules/access-requests/index.ts'
import { addMember } from '../modules/access/index.ts'
import { createAgent } from '../modules/agents/index.ts'
import { decideCase, escalateCase, fireCaseTimer, moveCase } from '../modules/cases/index.ts'
import { createWebhook } from '../modules/deliveries/index.ts'
import { assignTicket } from '../modules/handling/index.ts'
import { readNotices, setNotices } from '../modules/mail/index.ts'
import { claimTimers } from '../modules/timers/index.ts'
import type { Context } from '../platform/context.ts'
import { encodeId, newId } from '../platform/ids.ts'
import { watchAutomations } from './testing/automation-desk.ts'
import { type MailDesk, openMailDesk, openMailWorld } from './testing/mail-desk.ts'
import { soon } from './testing/watched-desks.ts'

const world = await openMailWorld()
afterAll(world.close)

const { later: laterOf } = watchAutomations(world)
const anyUrl = () => ({ ok: true }) as const
/** One instant for all facts, so that they are told within one hour. */
const toldAt = new Date()

describe('who asked for access', () => {
  const wish = (desk: MailDesk, email: string, more: { language: string; role: string }) =>
    requestAccess(desk.context, {
      kind: more.role === 'partner' ? 'partner' : 'operator',
      name: 'Lena Ortiz',
      email,
      organization: 'Acme Games',
      purpose: 'Our lobby opens tickets.',
      permissions: [],
      channels: [],
      queues: [],
      ...more,
    })

  it('hears what became of it, in the language of the request; without the reason, and without a secret', async () => {
    const desk = await openMailDesk(world)
    const omar = await desk.addPerson('admin', 'Omar')
    const by = desk.contextOf({ ...omar.context.principal, kind: 'member', id: omar.memberId })
    const [program, refused, person] = ['a', 'b', 'c'].map((name) => `${name}-${newId().slice(-12)}@acme.example`)
    const asked = await wish(desk, program ?? '', { language: 'es', role: 'partner' })
    const expiresAt = desk.context.now() + 3_600_000
    const map = { as: 'token', role: 'partner', permissions: null, channels: null, queues: null } as const
    const approved = await approveAccess(by, { requestId: asked.id, map: { ...map, partnerId: null, expiresAt } })
    const other = await wish(desk, refused ?? '', { language: 'pt-BR', role: 'partner' })
    await rejectAccess(by, { requestId: other.id, reason: 'Served by another.' })
    const own = await wish(desk, person ?? '', { language: 'pt', role: 'agent' })
    await approveAccess(by, { requestId: own.id, map: { as: 'member', role: 'agent', partnerId: null } })
    await desk.write()
    await desk.write()
    const mails = await desk.mails()
    const told = { kind: 'access_decided' }
    expect(mails.toSorted((one, next) => (one.to < next.to ? -1 : 1))).toMatchObject([
      { ...told, to: program, language: 'es', subject: expect.stringMatching(/ ha sido aprobada$/) },
      { ...told, to: refused, language: 'pt', subject: expect.stringMatching(/ não foi aprovado$/) },
      {
        kind: 'invited',
        to: person,
        language: 'pt',
        text: expect.stringContaining('O seu pedido de acesso foi aprovado'),
      },
    ])
    const written = mails.map(({ text, html }) => text + html).join()
    expect(written).not.toContain(approved?.token?.secret ?? 'secret')
    expect(written).not.toContain('Served by another')
  })
})

describe('people who work here', () => {
  /** A member who is an agent of the frontline. */
  async function addWorker(desk: MailDesk, name: string, languages: string[] = ['en']) {
    const person = await desk.addPerson('agent', name)
    const { memberId } = person
    const { id: agentId } = await createAgent(
      desk.context,
      { name, memberId, languages, queues: ['frontline'] },
      anyUrl,
    )
    return { ...person, agentId }
  }

  it('are told what was assigned to them, by others and unless they do not want to be', async () => {
    const desk = await openMailDesk(world)
    const ana = await addWorker(desk, 'Ana', ['es', 'en'])
    const assign = async (by = desk.context) =>
      assignTicket(by, { ticketId: await desk.addMailTicket(), agentId: ana.agentId, expectedVersion: null })
    await assign()
    await desk.write()
    expect(await desk.mails()).toMatchObject([
      {
        kind: 'assigned',
        to: ana.email,
        language: 'es',
        subject: expect.stringMatching(/^El ticket #\d+ es suyo: Cannot sign in$/),
        text: expect.stringMatching(/https:\/\/desk\.acme\.example\/tickets\/ticket_/),
        headers: {
          'Auto-Submitted': 'auto-generated',
          'List-Unsubscribe': '<https://desk.acme.example/notifications>',
        },
      },
    ])
    expect(await readNotices(ana.context)).toMatchObject({ assigned: true })
    expect(await setNotices(ana.context, { assigned: false })).toMatchObject({ assigned: false, mentioned: true })
    await setNotices(ana.context, { assigned: false })
    expect((await desk.eventTypes()).filter((type) => type === 'member.notices_set')).toHaveLength(1)
    await assign()
    await setNotices(ana.context, { assigned: true })
    await assign(desk.contextOf({ ...desk.context.principal, agentId: ana.agentId }))
    await desk.write()
    // The second was written when it was read: by then Ana wanted to be told again. The third is her own doing.
    expect(await desk.mails()).toHaveLength(2)
  })

  it('hear that they were made members by somebody, and where to sign in; there is no secret in it', async () => {
    const desk = await openMailDesk(world)
    const omar = await desk.addPerson('admin', 'Omar')
    const email = `ines-${newId().slice(-12)}@acme.example`
    const by = desk.contextOf({ ...omar.context.principal, kind: 'member', id: omar.memberId })
    await addMember(by, { email, name: 'Ines Duarte', role: 'agent' })
    await desk.write()
    await desk.write()
    expect(await desk.mails()).toMatchObject([
      {
        kind: 'invited',
        to: email,
        language: 'en',
        subject: expect.stringMatching(/^You can sign in to /),
        text: expect.stringMatching(/^Hello Ines Duarte,[\s\S]*https:\/\/desk\.acme\.example\/sign-in\n/),
      },
    ])
    expect((await desk.mails())[0]?.text).not.toContain('token')
  })

  it('who may decide a case are told when it waits for it, and its opener is not', async () => {
    const desk = await openMailDesk(world)
    const ines = await desk.addPerson('risk-reviewer', 'Ines')
    const omar = await desk.addPerson('manager', 'Omar')
    await desk.addPerson('agent', 'Ana')
    const caseId = await openCaseBy(desk, ines.context)
    for (const to of ['triage', 'investigating', 'decision'] as const)
      await moveCase(desk.context, { caseId, to, note: null, expectedVersion: null })
    await desk.write()
    const told = (await desk.mails()).filter(({ kind }) => kind === 'case_decision')
    expect(told.map(({ to }) => to)).toEqual([omar.email])
    expect(told[0]?.text).toMatch(/cases\?case=case_/)
  })

  it('who may decide a case of its level are told that it is late, and is not told so once it is decided', async () => {
    const desk = await openMailDesk(world)
    const ines = await desk.addPerson('risk-reviewer', 'Ines')
    const omar = await desk.addPerson('manager', 'Omar')
    const rita = await desk.addPerson('risk-reviewer', 'Rita')
    await desk.addPerson('agent', 'Ana')
    const caseId = await openCaseBy(desk, ines.context)
    const late = async () =>
      (await desk.mails()).filter(({ text }) => /running late|to be decided by now|of its time/.test(text))
    await tell(desk, 'case.warned', { caseId: encodeId('case', caseId), percent: 75 })
    for (const _ of [1, 2]) await desk.write()
    const warned = await late()
    expect(warned.map(({ kind, to }) => `${kind} ${to}`).toSorted()).toEqual(
      [omar, rita].map(({ email }) => `case_decision ${email}`).toSorted(),
    )
    expect(warned[0]?.text).toContain('has used 75 % of its time: ')
    for (const to of ['triage', 'investigating', 'decision'] as const)
      await moveCase(desk.context, { caseId, to, note: null, expectedVersion: null })
    await decideCase(omar.context, { caseId, outcome: 'referred', note: 'Above me.', expectedVersion: null })
    await tell(desk, 'case.breached', { caseId: encodeId('case', caseId), dueAt: 'x' })
    await desk.write()
    expect((await late()).slice(2).map(({ to, subject }) => [to, subject])).toEqual([
      [rita.email, expect.stringMatching(/^Overdue: case #\d+$/)],
    ])
    await moveCase(desk.context, { caseId, to: 'decision', note: null, expectedVersion: null })
    await decideCase(rita.context, { caseId, outcome: 'confirmed', note: 'So it is.', expectedVersion: null })
    await tell(desk, 'case.breached', { caseId: encodeId('case', caseId), dueAt: 'x' })
    await desk.write()
    expect(await late()).toHaveLength(3)
  })

  it('who may decide a case hear by one mail of a clock that warns and runs out at once', async () => {
    const desk = await openMailDesk(world)
    const ines = await desk.addPerson('risk-reviewer', 'Ines')
    const omar = await desk.addPerson('manager', 'Omar')
    await openCaseBy(desk, ines.context, 'payment_dispute')
    const month = 30 * 24 * 3_600_000
    const later = laterOf(desk, month)
    const claim = { kinds: ['case'] as const, limit: 9, leaseMs: 0, aheadMs: month }
    for (const timer of await later.transaction((tx) => claimTimers(tx, desk.context.workspace.id, claim)))
      await fireCaseTimer(later, timer)
    await desk.write()
    expect(await desk.eventTypes()).toEqual(expect.arrayContaining(['case.warned', 'case.breached']))
    expect((await desk.mails()).map(({ to, subject }) => [to, subject])).toEqual([
      [omar.email, expect.stringMatching(/^Overdue: case/)],
    ])
  })

  it('who administer are told of a delivery that could not be made, once an hour for a receiver', async () => {
    const desk = await openMailDesk(world)
    const ada = await desk.addPerson('admin', 'Ada')
    await desk.addPerson('manager', 'Omar')
    for (const host of ['crm', 'crm', 'erp'])
      await desk.addMailTicket({ callbackUrl: `https://${host}.partner.example/hook` })
    const rows = await world.query<{ id: string }>(
      `select distinct on (ticket_id) id from deliveries where workspace_id = $1 order by ticket_id`,
      [desk.context.workspace.id],
    )
    for (const { id } of rows) await tell(desk, 'delivery.quarantined', { deliveryId: encodeId('delivery', id) })
    for (const _ of [1, 2]) await desk.write()
    const subjects = ['crm', 'erp'].map((host) => `A delivery could not be made: ${host}.partner.example`)
    expect((await desk.mails()).map(({ kind, to, subject }) => [kind, to, subject])).toEqual(
      subjects.map((subject) => ['webhook_disabled', ada.email, subject]),
    )
    await setNotices(ada.context, { webhook_disabled: false })
    await tell(desk, 'delivery.quarantined', { deliveryId: encodeId('delivery', rows[0]?.id ?? '') })
    await desk.write()
    expect(await desk.mails()).toHaveLength(2)
  })

  it('who administer are told of a webhook that nobody disabled', async () => {
    const desk = await openMailDesk(world)
    const admin = await desk.addPerson('admin', 'Ada')
    const { webhook } = await createWebhook(desk.context, {
      url: 'https://hooks.partner.example/x',
      description: null,
      eventTypes: ['ticket.*'],
      channels: null,
      queues: null,
      order: 'held',
      ratePerSecond: null,
    })
    await tell(desk, 'webhook.disabled', { webhookId: encodeId('webhook', webhook.id), reason: 'manual' })
    await desk.write()
    expect(await desk.mails()).toEqual([])
    await tell(desk, 'webhook.disabled', { webhookId: encodeId('webhook', webhook.id), reason: 'gone' })
    await desk.write()
    expect(await desk.mails()).toMatchObject([
      { kind: 'webhook_disabled', to: admin.email, subject: 'A webhook was disabled: hooks.partner.example' },
    ])
  })

  it('are told of a clock that ran out: the assignee, else managers; and the teams that a step names', async () => {
    const desk = await openMailDesk(world)
    const omar = await desk.addPerson('manager', 'Omar')
    const ticketId = await desk.addMailTicket()
    await tell(desk, 'sla.breached', { clockId: 'clock_x', metric: 'resolution', dueAt: 'x' }, ticketId)
    await desk.write()
    expect(await desk.mails()).toMatchObject([{ kind: 'sla_breached', to: omar.email }])
    await createAgent(desk.context, { name: 'Lia', email: 'lia@acme.example', team: 'support-management' }, anyUrl)
    const step = { clockId: 'clock_x', metric: 'firstResponse', step: 's', priority: null, queue: null, openCase: null }
    await tell(desk, 'sla.escalated', { ...step, percent: 80, notify: ['support-management'] }, ticketId)
    await desk.write()
    expect((await desk.mails()).at(-1)).toMatchObject({
      to: 'lia@acme.example',
      text: expect.stringContaining('has used 80 % of its time: first response'),
    })
  })

  async function openCaseBy(desk: MailDesk, by: Context, reason = 'other'): Promise<string> {
    const opened = await escalateCase(by, {
      caseId: null,
      ticketId: await desk.addMailTicket(),
      ticketNumber: null,
      externalId: null,
      reason,
      severity: null,
      lane: null,
      note: null,
      evidence: [],
      expectedVersion: null,
    })
    return opened?.found.id ?? ''
  }

  /** Records a fact as its own verb would, past the conditions that lead to it. */
  async function tell(desk: MailDesk, type: string, data: unknown, ticketId: string | null = null): Promise<void> {
    await world.query(
      `insert into events (workspace_id, id, type, ticket_id, subject_kind, subject_id, subject_seq, at, actor, data)
       values ($1, $2, $3, $4, $5, $6, 1000 + floor(random() * 1000000), $9, $7, $8)`,
      [
        desk.context.workspace.id,
        newId(),
        type,
        ticketId,
        ticketId === null ? 'workspace' : 'ticket',
        ticketId ?? desk.context.workspace.id,
        JSON.stringify({ kind: 'system', id: desk.context.principal.id }),
        JSON.stringify(data),
        toldAt,
      ],
    )
    // A row that nobody announced is found by the feed's own look.
    await vi.waitFor(async () => {
      const [last] = await world.query<{ seq: number }>('select max(seq) as seq from events')
      expect(world.feed.mark()).toBeGreaterThanOrEqual(last?.seq ?? 0)
    }, soon)
  }
})
