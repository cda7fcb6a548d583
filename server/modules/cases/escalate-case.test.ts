import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { maySeeEvent, type PlacedEvent } from '../events/index.ts'
import { pullTask } from '../handling/index.ts'
import { readTimeline } from '../tickets/index.ts'
import { escalateCase, type Escalation } from './escalate-case.ts'
import { moveCase } from './move-case.ts'
import { type CaseDesk, decide, openCaseDesk, plainEscalation, refusalOf, seen } from './testing/case-desk.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(() => desk.close())

describe('escalating a ticket', () => {
  it('opens a case with what its reason says, its clock and its work', async () => {
    const ticket = await desk.ticket({ callbackUrl: 'https://partner.example/hook' })
    const found = await desk.escalate(ticket, { reason: 'fraud_suspected', note: 'Six accounts, one device.' })
    expect(found).toMatchObject({
      status: 'opened',
      level: 1,
      maxLevel: 3,
      reason: 'fraud_suspected',
      reasonText: null,
      severity: 'critical',
      riskClass: 'financial',
      queue: 'risk-review',
      askedChecks: ['payment_match', 'device_session', 'account_history'],
      tickets: [{ id: ticket.id, number: ticket.number }],
      task: { state: 'waiting', owner: null },
      decisionId: null,
    })
    expect((found.clock?.clock.dueAt ?? 0) - found.createdAt).toBe(4 * 3_600_000)
    const [task] = await desk.home.query<{ kind: string; queue: string; priority: string }>(
      'select kind, queue, priority from tasks where case_id = $1',
      [found.id],
    )
    expect(task).toEqual({ kind: 'case', queue: 'risk-review', priority: 'critical' })
    expect(await desk.eventsOf(found)).toMatchObject([
      { type: 'case.opened', data: { number: found.number, reason: 'fraud_suspected', trigger: null } },
    ])
    expect((await desk.eventTypes(ticket)).slice(-3)).toEqual(['case.opened', 'ticket.escalated', 'task.queued'])
    const told = await desk.home.query<{ body: string }>('select body from deliveries where ticket_id = $1', [
      ticket.id,
    ])
    const bodies = told.map(({ body }) => JSON.parse(String(body)) as { data: { change: { event: string } } })
    expect(bodies.at(-1)?.data.change.event).toBe('ticket.escalated')
    expect(JSON.stringify(bodies.at(-1))).not.toContain('fraud')
  })

  it('leaves the ticket with its own task, assignee, queue and stage', async () => {
    const before = await desk.ticket()
    await desk.escalate(before)
    const after = await desk.read(before)
    expect(after).toMatchObject({
      status: before.status,
      queue: before.queue,
      taskId: before.taskId,
      assignee: before.assignee,
    })
  })

  it('takes its number and its external id', async () => {
    const ticket = await desk.ticket({ externalId: `EXT-${newId()}` })
    const byNumber = await desk.escalate(ticket, { ticketId: null, ticketNumber: ticket.number })
    const byExternal = await desk.escalate(ticket, { ticketId: null, externalId: ticket.externalId })
    expect(byExternal.id).toBe(byNumber.id)
  })

  it('refuses an external id that several open tickets have, and takes the one that is open', async () => {
    const externalId = `EXT-${newId()}`
    const [one, other] = [await desk.ticket({ externalId }), await desk.ticket({ externalId })]
    const call = () => escalateCase(desk.opener, { ...plainEscalation, externalId })
    expect(await refusalOf(call())).toMatchObject({
      code: 'conflict',
      details: { reason: 'ambiguous', numbers: [other.number, one.number] },
    })
    await desk.home.query(`update tickets set status_category = 'closed' where id = $1`, [one.id])
    expect((await call())?.found.ticketId).toBe(other.id)
  })

  it('answers the open case of the same reason, and opens another for another reason', async () => {
    const ticket = await desk.ticket()
    const first = await desk.escalate(ticket)
    const again = await escalateCase(desk.reviewer, { ...plainEscalation, ticketId: ticket.id })
    expect(again).toMatchObject({ isNew: false, found: { id: first.id, level: 1, version: first.version } })
    const other = await escalateCase(desk.opener, { ...plainEscalation, ticketId: ticket.id, reason: 'abuse' })
    expect(other).toMatchObject({ isNew: true, found: { number: first.number + 1 } })
  })

  it('keeps what is brought when it is escalated again, once, whoever brings it', async () => {
    const ticket = await desk.ticket()
    const first = await desk.escalate(ticket, { note: 'Three captures.' })
    const agent = desk.somebody(['ticket:read', 'case:open'])
    const again = (more: Partial<Escalation>) =>
      escalateCase(agent, { ...plainEscalation, ticketId: ticket.id, ...more })
    const url = 'https://processor.example/log/4'
    const brought: Partial<Escalation> = { note: 'A fourth one.', evidence: [{ kind: 'link', url }] }
    const kept = [
      { kind: 'note', text: 'A fourth one.', by: { id: agent.principal.id } },
      { kind: 'link', url },
    ]
    expect(await again(brought)).toMatchObject({ isNew: false, found: { id: first.id, evidence: kept } })
    await again(brought)
    await again({ note: 'Three captures.' })
    const types = (await desk.eventsOf(first)).map(({ type }) => type)
    expect(types).toEqual(['case.opened', 'case.evidence_added', 'case.evidence_added'])
    const wrong = again({ evidence: [{ kind: 'link', url }, { kind: 'link' }] })
    expect(await refusalOf(wrong)).toMatchObject({ code: 'invalid', fields: [{ pointer: '/evidence/1/url' }] })
  })

  it('opens a new case once the earlier one is closed', async () => {
    const ticket = await desk.ticket()
    const first = await desk.prepare(await desk.escalate(ticket))
    await decide(desk.reviewer, first)
    await moveCase(desk.opener, { ...seen(first), to: 'closed', note: null })
    const next = await desk.escalate(ticket)
    expect(next.id).not.toBe(first.id)
  })

  it('keeps free text as other, and takes the same words for the same case', async () => {
    const ticket = await desk.ticket()
    const first = await desk.escalate(ticket, { reason: 'Sold the account' })
    expect(first).toMatchObject({ reason: 'other', reasonText: 'Sold the account' })
    expect((await desk.escalate(ticket, { reason: ' sold  the account ' })).id).toBe(first.id)
    expect((await desk.escalate(ticket, { reason: 'Something else' })).id).not.toBe(first.id)
  })

  it('opens one case however many escalate at once', async () => {
    const ticket = await desk.ticket()
    const calls = Array.from({ length: 8 }, () =>
      escalateCase(desk.somebody(), { ...plainEscalation, ticketId: ticket.id }),
    )
    const answers = await Promise.all(calls)
    expect(new Set(answers.map((answer) => answer?.found.id)).size).toBe(1)
    expect(answers.filter((answer) => answer?.isNew === true)).toHaveLength(1)
    const tasks = await desk.home.query('select 1 from tasks where ticket_id = $1 and case_id is not null', [ticket.id])
    expect(tasks).toHaveLength(1)
  })

  it('takes the severity, the lane and evidence it is given', async () => {
    const other = await desk.ticket()
    const found = await desk.escalate(await desk.ticket(), {
      severity: 'low',
      lane: 'security',
      evidence: [
        { kind: 'note', text: 'Sign-in from a new country.' },
        { kind: 'link', ticketId: other.id, text: 'Same device.' },
      ],
    })
    expect(found).toMatchObject({
      severity: 'low',
      queue: 'security',
      evidence: [{ kind: 'note' }, { kind: 'link', ticketId: other.id }],
    })
    expect(found.tickets.map(({ id }) => id)).toEqual([found.ticketId, other.id])
    const types = (await desk.eventsOf(found)).map(({ type }) => type)
    expect(types).toEqual(['case.opened', 'case.evidence_added', 'case.evidence_added', 'case.ticket_linked'])
  })

  it('refuses what names nothing, and does nothing by halves', async () => {
    const ticket = await desk.ticket()
    const call = (more: object) => escalateCase(desk.opener, { ...plainEscalation, ticketId: ticket.id, ...more })
    expect(await refusalOf(call({ lane: 'nowhere' }))).toMatchObject({
      code: 'invalid',
      fields: [{ pointer: '/lane', code: 'unknown_queue' }],
    })
    expect(await refusalOf(call({ reason: null }))).toMatchObject({ fields: [{ pointer: '/reason' }] })
    expect(await refusalOf(call({ ticketNumber: 1 }))).toMatchObject({ fields: [{ code: 'one_of' }] })
    expect(await refusalOf(call({ ticketId: null }))).toMatchObject({ fields: [{ code: 'one_of' }] })
    expect(await refusalOf(call({ evidence: [{ kind: 'note', text: 'A' }, { kind: 'link' }] }))).toMatchObject({
      fields: [{ pointer: '/evidence/1/url', code: 'required' }],
    })
    expect(await call({ ticketId: newId() })).toBeNull()
    expect(await desk.home.query('select 1 from case_tickets where ticket_id = $1', [ticket.id])).toEqual([])
  })
})

describe('escalating a case', () => {
  it('raises its level, up to the top', async () => {
    const found = await desk.escalate(await desk.ticket())
    const raise = () => escalateCase(desk.reviewer, { ...plainEscalation, caseId: found.id, note: 'Needs a manager.' })
    expect((await raise())?.found).toMatchObject({ level: 2, status: 'opened' })
    expect((await raise())?.found).toMatchObject({ level: 3 })
    expect(await refusalOf(raise())).toMatchObject({
      code: 'conflict',
      details: { reason: 'top_level', level: 3, maxLevel: 3 },
    })
    const types = (await desk.eventTypes({ ...(await desk.ticket()), id: found.ticketId })).filter(
      (type) => type === 'ticket.escalated',
    )
    expect(types).toHaveLength(3)
  })

  it('raises it once for each call, however many there are at once', async () => {
    const found = await desk.escalate(await desk.ticket())
    const calls = Array.from({ length: 5 }, () =>
      escalateCase(desk.somebody(), { ...plainEscalation, caseId: found.id }).then(
        (answer) => answer?.found.level,
        () => 'refused',
      ),
    )
    const levels = await Promise.all(calls)
    expect(levels.map(String).toSorted()).toEqual(['2', '3', 'refused', 'refused', 'refused'])
  })

  it('takes its work from whoever has it, into another lane where one is named', async () => {
    const agent = await desk.addAgent({ queues: ['risk-review'] })
    const found = await desk.escalate(await desk.ticket())
    await pullTask(desk.as(agent), { taskId: found.task?.id ?? '', agentId: null })
    const raised = await escalateCase(desk.reviewer, {
      ...plainEscalation,
      caseId: found.id,
      lane: 'security',
      severity: 'critical',
    })
    expect(raised?.found).toMatchObject({
      queue: 'security',
      severity: 'critical',
      task: { state: 'waiting', owner: null },
    })
    const [task] = await desk.home.query('select queue, priority from tasks where case_id = $1', [found.id])
    expect(task).toEqual({ queue: 'security', priority: 'critical' })
  })

  it('is refused once the case is decided', async () => {
    const found = await desk.prepare(await desk.escalate(await desk.ticket()))
    await decide(desk.reviewer, found)
    expect(await refusalOf(escalateCase(desk.opener, { ...plainEscalation, caseId: found.id }))).toMatchObject({
      code: 'conflict',
      details: { status: 'follow_up' },
    })
  })
})

describe('who may only escalate', () => {
  it('opens a case and sees of others nothing', async () => {
    const agent = desk.somebody(['case:open', 'ticket:read'])
    const ticket = await desk.ticket()
    const own = await escalateCase(agent, { ...plainEscalation, ticketId: ticket.id })
    expect(own?.isNew).toBe(true)
    const other = await desk.escalate(await desk.ticket())
    expect(await escalateCase(agent, { ...plainEscalation, caseId: other.id })).toBeNull()
    const timeline = await readTimeline(desk.somebody(['ticket:read']), { ticketId: ticket.id, after: 0, limit: 50 })
    const types = timeline?.map(({ event }) => event.type) ?? []
    expect(types).toContain('ticket.escalated')
    expect(types.filter((type) => type.startsWith('case.'))).toEqual([])
  })

  it('hears of cases in the log as little as the ticket’s own agent does', async () => {
    const found = await desk.escalate(await desk.ticket())
    const agentId = newId()
    const event: PlacedEvent = {
      workspaceId: desk.home.workspace.id,
      seq: 1,
      id: newId(),
      type: 'case.opened',
      ticketId: found.ticketId,
      subjectKind: 'case',
      subjectId: found.id,
      subjectSeq: 1,
      at: 0,
      actor: { kind: 'system', id: 'system' },
      cause: null,
      data: {},
      place: { channel: 'ticket', queue: 'frontline', assigneeId: agentId, partnerId: null },
    }
    expect(maySeeEvent(principalWith(['event:read', 'case:open'], { agentId }), event)).toBe(false)
    expect(maySeeEvent(principalWith(['event:read', 'case:read']), event)).toBe(true)
  })

  it('is refused without the permission, and told of no ticket out of sight', async () => {
    const ticket = await desk.ticket()
    const asked = { ...plainEscalation, ticketId: ticket.id }
    expect(await refusalOf(escalateCase(desk.somebody(['ticket:read']), asked))).toMatchObject({ code: 'forbidden' })
    const elsewhere = desk.home.contextOf(
      principalWith(['*'], { scope: { channels: new Set(['voice']), queues: null } }),
    )
    expect(await escalateCase(elsewhere, asked)).toBeNull()
  })
})
