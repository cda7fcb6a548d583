import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemPrincipal } from '../../platform/principal.ts'
import { pullTask } from '../handling/index.ts'
import { escalateCase, type Escalation } from './escalate-case.ts'
import { openCase } from './open-case.ts'
import { type CaseDesk, decide, openCaseDesk, plainEscalation } from './testing/case-desk.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(() => desk.close())

describe('a ticket that has its case', () => {
  it('lends it a higher severity and another lane when it is escalated again, and no lower one', async () => {
    const ticket = await desk.ticket()
    const first = await desk.escalate(ticket, { severity: 'normal' })
    const agent = await desk.addAgent({ queues: ['risk-review'] })
    await pullTask(desk.as(agent), { taskId: first.task?.id ?? '', agentId: null })
    const again = (more: Partial<Escalation>) =>
      escalateCase(desk.reviewer, { ...plainEscalation, ticketId: ticket.id, ...more })
    expect(await again({ severity: 'urgent' })).toMatchObject({
      isNew: false,
      found: { severity: 'critical', queue: 'risk-review', level: 1, task: { owner: { id: agent.id } } },
    })
    const told = (await again({ severity: 'low', lane: 'security' }))?.found
    expect(told).toMatchObject({ severity: 'critical', queue: 'security', task: { state: 'waiting', owner: null } })
    const [task] = await desk.home.query('select queue, priority from tasks where case_id = $1', [first.id])
    expect(task).toEqual({ queue: 'security', priority: 'critical' })
    expect((await again({ severity: 'critical', lane: 'security' }))?.found.version).toBe(told?.version)
    expect((await desk.eventsOf(first)).slice(1)).toMatchObject([
      { type: 'case.updated', data: { values: [{ name: 'severity', from: 'normal', to: 'critical' }] } },
      { type: 'case.updated', data: { values: [{ name: 'queue', from: 'risk-review', to: 'security' }] } },
    ])
  })

  it('leaves it where it is once it is decided', async () => {
    const ticket = await desk.ticket()
    const first = await desk.prepare(await desk.escalate(ticket))
    const decided = await decide(desk.reviewer, first)
    const again = { ...plainEscalation, ticketId: ticket.id, severity: 'critical', lane: 'security' }
    expect((await escalateCase(desk.opener, again))?.found).toMatchObject({
      version: decided?.version,
      severity: first.severity,
      queue: first.queue,
    })
  })

  it('lends it what a rule brings that escalates it again, once', async () => {
    const ticket = await desk.ticket()
    const first = await desk.escalate(ticket, { severity: 'normal' })
    const system = desk.home.contextOf(systemPrincipal)
    const opening = { ticketId: ticket.id, reason: first.reason, lane: null, evidence: [], trigger: 'angry-words' }
    const rule = () =>
      system.transaction((tx) =>
        openCase(tx, system, {
          ...opening,
          severity: 'high',
          note: 'They wrote to the press.',
          cause: { automation: 'angry-words' },
        }),
      )
    expect(await rule()).toEqual({ caseId: first.id, isNew: false })
    await rule()
    const again = await desk.escalate(ticket)
    expect(again).toMatchObject({
      severity: 'high',
      evidence: [{ kind: 'note', text: 'They wrote to the press.', by: { kind: 'system' } }],
    })
    const types = (await desk.eventsOf(first)).map(({ type }) => type)
    expect(types).toEqual(['case.opened', 'case.updated', 'case.evidence_added'])
  })
})
