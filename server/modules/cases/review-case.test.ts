import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { pullTask } from '../handling/index.ts'
import { addEvidence } from './add-evidence.ts'
import { decideCase } from './decide-case.ts'
import { moveCase } from './move-case.ts'
import { openCase } from './open-case.ts'
import { pauseCase, resumeCase } from './pause-case.ts'
import { caseWords, getCase } from './read-cases.ts'
import { presentCase } from './present-case.ts'
import { setCheck } from './set-check.ts'
import { type CaseDesk, decide, openCaseDesk, refusalOf, seen } from './testing/case-desk.ts'

let desk: CaseDesk
beforeAll(async () => {
  desk = await openCaseDesk()
})
afterAll(() => desk.close())

const opened = async () => desk.escalate(await desk.ticket())
const ready = async () => desk.prepare(await opened())
const move = (found: Awaited<ReturnType<typeof opened>>, to: Parameters<typeof moveCase>[1]['to']) =>
  moveCase(desk.opener, { ...seen(found), to, note: null })

describe('a case', () => {
  it('goes from lane to lane to its end, which frees whoever had its work', async () => {
    const agent = await desk.addAgent({ queues: ['risk-review'] })
    const found = await opened()
    await pullTask(desk.as(agent), { taskId: found.task?.id ?? '', agentId: null })
    const held = await desk.prepare(found)
    expect(held.task).toMatchObject({ state: 'active', owner: { id: agent.id, name: 'Ana' } })
    const decided = await decide(desk.reviewer, held)
    expect(decided).toMatchObject({
      status: 'follow_up',
      clock: { clock: { state: 'met' } },
      decisions: [{ outcome: 'confirmed', level: 1, note: 'Seen by a second person.' }],
    })
    const closed = await moveCase(desk.opener, { ...seen(found), to: 'closed', note: 'Done.' })
    expect(closed).toMatchObject({ status: 'closed', task: { state: 'done', owner: { id: agent.id } } })
    expect(closed?.closedAt).not.toBeNull()
    const [load] = await desk.home.query('select used_units as used from agent_loads where agent_id = $1', [agent.id])
    expect(load).toEqual({ used: 0 })
    expect((await desk.eventsOf(found)).map(({ type }) => type)).toEqual([
      'case.opened',
      'case.check_set',
      'case.check_set',
      'case.status_changed',
      'case.status_changed',
      'case.status_changed',
      'case.decided',
      'case.status_changed',
      'case.closed',
    ])
    const history = (await getCase(desk.reviewer, { caseId: found.id }))?.history ?? []
    expect(history.at(-1)).toMatchObject({ type: 'case.closed', note: 'Done.', data: { outcome: 'confirmed' } })
  })

  it('skips no lane, and says which are next', async () => {
    const found = await opened()
    expect(await refusalOf(move(found, 'decision'))).toMatchObject({
      code: 'illegal_transition',
      details: { legal: ['triage'] },
    })
    await decide(desk.reviewer, await desk.prepare(found))
    await move(found, 'closed')
    expect(await refusalOf(move(found, 'triage'))).toMatchObject({ details: { legal: [] } })
  })

  it('may be taken up again after its decision, which then holds no longer', async () => {
    const found = await ready()
    await decide(desk.reviewer, found)
    const again = await move(found, 'investigating')
    expect(again).toMatchObject({ status: 'investigating', decisionId: null, clock: { clock: { state: 'running' } } })
    expect(again?.decisions).toHaveLength(1)
  })

  it('is changed at the version that was seen', async () => {
    const found = await opened()
    const call = () =>
      moveCase(desk.opener, { caseId: found.id, to: 'triage', note: null, expectedVersion: found.version })
    await call()
    expect(await refusalOf(call())).toMatchObject({ code: 'version_mismatch' })
  })

  it('is no business of whoever may not read cases, and none there is none', async () => {
    const found = await opened()
    const blind = desk.somebody(['case:write'])
    expect(await moveCase(blind, { ...seen(found), to: 'triage', note: null })).toBeNull()
    expect(
      await refusalOf(moveCase(desk.somebody(['case:read']), { ...seen(found), to: 'triage', note: null })),
    ).toMatchObject({
      code: 'forbidden',
    })
    expect(await moveCase(desk.opener, { ...seen({ ...found, id: newId() }), to: 'triage', note: null })).toBeNull()
  })
})

describe('a decision', () => {
  it('is not the opener’s, and one who looked on may make it', async () => {
    const found = await ready()
    expect(await refusalOf(decide(desk.opener, found))).toMatchObject({
      code: 'four_eyes',
      details: { reason: 'opener' },
    })
    const words = await caseWords(desk.opener)
    expect(presentCase(found, words, desk.opener.principal).review).toEqual({ mayDecide: false, why: 'opener' })
    expect(presentCase(found, words, desk.reviewer.principal).review).toEqual({ mayDecide: true, why: null })
    expect(await decide(desk.reviewer, found, 'rejected')).toMatchObject({ status: 'follow_up' })
  })

  it('is made once, of all who try it at once', async () => {
    const found = await ready()
    const calls = Array.from({ length: 6 }, () =>
      decide(desk.somebody(), found).then(
        () => 'decided',
        (error: { code: string }) => error.code,
      ),
    )
    const answers = await Promise.all(calls)
    expect(answers.filter((answer) => answer === 'decided')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'illegal_transition')).toHaveLength(5)
    const rows = await desk.home.query('select 1 from case_decisions where case_id = $1', [found.id])
    expect(rows).toHaveLength(1)
  })

  it('needs every check its reason asks for', async () => {
    const found = await opened()
    await setCheck(desk.opener, { ...seen(found), name: 'payment_match', result: 'fail', note: null, evidence: [] })
    for (const to of ['triage', 'investigating', 'decision'] as const) await move(found, to)
    expect(await refusalOf(decide(desk.reviewer, found))).toMatchObject({
      code: 'guard_failed',
      details: { missing: ['account_history'] },
    })
  })

  it('waits for its lane and its permission', async () => {
    const found = await opened()
    expect(await refusalOf(decide(desk.reviewer, found))).toMatchObject({
      code: 'illegal_transition',
      details: { legal: ['triage'] },
    })
    expect(await refusalOf(decide(desk.somebody(['case:read', 'case:write']), found))).toMatchObject({
      code: 'forbidden',
    })
    expect(
      await decideCase(desk.reviewer, { caseId: newId(), outcome: 'confirmed', note: 'x', expectedVersion: null }),
    ).toBeNull()
  })

  it('may be referred upwards, whose referrer does not decide there, up to the top', async () => {
    const found = await ready()
    const referred = await decide(desk.reviewer, found, 'referred')
    expect(referred).toMatchObject({ status: 'investigating', level: 2, decisionId: null })
    await move(found, 'decision')
    expect(await refusalOf(decide(desk.reviewer, found))).toMatchObject({
      code: 'four_eyes',
      details: { reason: 'referred' },
    })
    await decide(desk.somebody(), found, 'referred')
    await move(found, 'decision')
    expect(await refusalOf(decide(desk.somebody(), found, 'referred'))).toMatchObject({
      code: 'conflict',
      details: { reason: 'top_level' },
    })
    expect(await decide(desk.somebody(), found)).toMatchObject({ level: 3, status: 'follow_up' })
  })

  it('on what opened itself is not made by whoever put it forward', async () => {
    const ticket = await desk.ticket()
    const system = desk.home.contextOf(systemPrincipal)
    const made = await system.transaction((tx) =>
      openCase(tx, system, {
        ticketId: ticket.id,
        reason: 'vip',
        severity: null,
        lane: null,
        note: null,
        evidence: [],
        trigger: 'vip-in-trouble',
      }),
    )
    const found = await getCase(desk.opener, { caseId: made?.caseId ?? '' })
    if (found === null) throw new Error('The case is gone.')
    await desk.prepare(found.found)
    expect(await refusalOf(decide(desk.opener, found.found))).toMatchObject({ details: { reason: 'put_forward' } })
    expect(await decide(desk.reviewer, found.found)).toMatchObject({ status: 'follow_up' })
  })
})

describe('a check', () => {
  it('is answered anew, with its evidence, and the trail keeps both answers', async () => {
    const found = await opened()
    const answerIt = (result: 'pass' | 'fail') =>
      setCheck(desk.opener, {
        ...seen(found),
        name: 'payment_match',
        result,
        note: 'The log agrees.',
        evidence: [{ kind: 'link', url: 'https://processor.example/log/1' }],
      })
    await answerIt('pass')
    const again = await answerIt('fail')
    expect(again?.checks).toMatchObject([{ name: 'payment_match', result: 'fail', note: 'The log agrees.' }])
    expect(again?.evidence).toMatchObject([{ check: 'payment_match' }, { check: 'payment_match' }])
    const results = (await desk.eventsOf(found)).filter(({ type }) => type === 'case.check_set')
    expect(results.map(({ data }) => data['result'])).toEqual(['pass', 'fail'])
  })

  it('may be one the reason does not ask for, none that is unknown, and none of a decided case', async () => {
    const found = await opened()
    const answerIt = (name: string) =>
      setCheck(desk.opener, { ...seen(found), name, result: 'not_applicable', note: null, evidence: [] })
    expect((await answerIt('device_session'))?.checks).toHaveLength(1)
    expect(await refusalOf(answerIt('luck'))).toMatchObject({ code: 'not_found' })
    await decide(desk.reviewer, await desk.prepare(found))
    expect(await refusalOf(answerIt('payment_match'))).toMatchObject({ code: 'conflict' })
  })
})

describe('evidence', () => {
  it('is added until the case is closed', async () => {
    const found = await ready()
    await decide(desk.reviewer, found)
    const add = () => addEvidence(desk.opener, { ...seen(found), evidence: { kind: 'note', text: 'Refunded.' } })
    expect((await add())?.evidence).toMatchObject([{ kind: 'note', text: 'Refunded.', check: null }])
    await move(found, 'closed')
    expect(await refusalOf(add())).toMatchObject({ code: 'conflict', details: { status: 'closed' } })
  })

  it('may be an event of one of its tickets, and of no other', async () => {
    const found = await opened()
    const [event] = await desk.home.query<{ id: string }>('select id from events where ticket_id = $1 limit 1', [
      found.ticketId,
    ])
    const add = (eventId: string) => addEvidence(desk.opener, { ...seen(found), evidence: { kind: 'event', eventId } })
    expect((await add(event?.id ?? ''))?.evidence).toMatchObject([{ kind: 'event', eventId: event?.id }])
    expect(await refusalOf(add(newId()))).toMatchObject({ fields: [{ pointer: '/eventId', code: 'unknown_event' }] })
  })

  it('links a ticket once, and not one that another open case of the reason has', async () => {
    const [found, rival] = [await opened(), await opened()]
    const other = await desk.ticket()
    const link = (ticketId: string) =>
      addEvidence(desk.opener, { ...seen(found), evidence: { kind: 'link', ticketId } })
    await link(other.id)
    expect((await link(other.id))?.tickets.map(({ id }) => id)).toEqual([found.ticketId, other.id])
    expect((await link(found.ticketId))?.tickets).toHaveLength(2)
    expect((await desk.escalate(other)).id).toBe(found.id)
    expect(await refusalOf(link(rival.ticketId))).toMatchObject({
      code: 'conflict',
      details: { reason: 'has_open_case' },
    })
    expect(await refusalOf(link(newId()))).toMatchObject({ fields: [{ code: 'unknown_ticket' }] })
    expect((await desk.eventTypes(other)).slice(-1)).toEqual(['case.ticket_linked'])
  })

  it('shows something, of its own kind', async () => {
    const found = await opened()
    const add = (evidence: Parameters<typeof addEvidence>[1]['evidence']) =>
      refusalOf(addEvidence(desk.opener, { ...seen(found), evidence }))
    expect(await add({ kind: 'file' })).toMatchObject({ fields: [{ pointer: '/fileId', code: 'required' }] })
    expect(await add({ kind: 'note', text: 'x', url: 'https://a.example' })).toMatchObject({
      fields: [{ pointer: '/url', code: 'not_of_kind' }],
    })
    for (const url of ['javascript:alert(1)', 'ftp://a.example', 'a.example']) {
      expect(await add({ kind: 'link', url })).toMatchObject({ fields: [{ pointer: '/url', code: 'wrong_form' }] })
    }
  })
})

describe('a pause', () => {
  it('stops the clock until the case goes on, by itself when it is moved', async () => {
    const found = await opened()
    const hour = 3_600_000
    const waits = { ...seen(found), waitsFor: 'partner', note: null } as const
    const paused = await pauseCase(desk.opener, waits)
    expect(paused).toMatchObject({ waitsFor: 'partner', clock: { clock: { state: 'paused', dueAt: null } } })
    expect((await pauseCase(desk.opener, waits))?.version).toBe(paused?.version)
    expect(await desk.home.query(`select 1 from timers where subject_id = $1`, [found.id])).toEqual([])
    desk.home.advance(5 * hour)
    const resumed = await resumeCase(desk.opener, { ...seen(found), note: 'They answered.' })
    expect(resumed?.waitsFor).toBeNull()
    expect((resumed?.clock?.clock.dueAt ?? 0) - (found.clock?.clock.dueAt ?? 0)).toBeGreaterThanOrEqual(5 * hour)
    expect((await resumeCase(desk.opener, { ...seen(found), note: null }))?.version).toBe(resumed?.version)
    await pauseCase(desk.opener, { ...waits, waitsFor: 'customer' })
    expect(await move(found, 'triage')).toMatchObject({ waitsFor: null, clock: { clock: { state: 'running' } } })
  })

  it('ends with the decision, and there is none after it', async () => {
    const found = await ready()
    const waits = { ...seen(found), waitsFor: 'other', note: null } as const
    await pauseCase(desk.opener, waits)
    expect(await decide(desk.reviewer, found)).toMatchObject({ waitsFor: null, clock: { clock: { state: 'met' } } })
    expect(await refusalOf(pauseCase(desk.opener, waits))).toMatchObject({ code: 'conflict' })
  })
})
