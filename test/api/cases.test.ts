import { beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { openOwnService } from './testing/own-service.ts'
import { type Headers, openPlace, type Place } from './testing/place.ts'
import { publicUrl, send } from './testing/running-service.ts'

const { service } = await openOwnService()
let place: Place
let opener: Headers
let reviewer: Headers
beforeAll(async () => {
  place = await openPlace(service, 'operations-review')
  opener = (await place.token({ name: 'Opener', role: 'risk-reviewer' })).headers
  reviewer = (await place.token({ name: 'Reviewer', role: 'risk-reviewer' })).headers
})

const post = (url: string, payload: object, headers: Headers = opener) =>
  send(service, { method: 'POST', url, headers, payload })
const get = (url: string, headers: Headers = opener) => send(service, { method: 'GET', url, headers })
const escalate = async (more: object = {}, headers: Headers = opener) => {
  const { ticket } = await place.addTicket()
  return post('/v1/case/escalate', { ticketId: ticket, reason: 'vip', ...more }, headers)
}

describe('POST /v1/case/escalate', () => {
  it('answers 201 with the case and where it is, then 200 with the same one', async () => {
    const first = await escalate({ reason: 'payment_dispute', severity: 'urgent', note: 'Odd.' })
    expect(first.status).toBe(201)
    expect(first.headers['location']).toBe(`/v1/cases/${first.body.id}`)
    expect(first.body).toMatchObject({
      status: 'opened',
      level: 1,
      maxLevel: 3,
      reason: 'payment_dispute',
      severity: 'critical',
      riskClass: 'financial',
      openedBy: { kind: 'token', name: 'Opener' },
      decision: null,
      checksAsked: 2,
      checksAnswered: 0,
      review: { mayDecide: false, why: 'opener' },
      legal: ['triage'],
    })
    const again = await post('/v1/cases', { ticketId: first.body.tickets[0].id, reason: 'payment_dispute' }, reviewer)
    expect([again.status, again.body.id, again.body.review.mayDecide]).toEqual([200, first.body.id, true])
    const raised = await post('/v1/case/escalate', { caseId: first.body.id, reason: 'Needs a manager' })
    expect([raised.status, raised.body.level]).toEqual([200, 2])
  })

  it('is done once for one Idempotency-Key', async () => {
    const { body } = await escalate()
    const headers = { ...opener, 'idempotency-key': 'raise-once' }
    const call = () => post('/v1/case/escalate', { caseId: body.id }, headers)
    const [first, again] = [await call(), await call()]
    expect([first.body.level, again.body.level, again.headers['idempotent-replayed']]).toEqual([2, 2, 'true'])
  })

  it('says what is wrong where it is wrong', async () => {
    const { ticket } = await place.addTicket()
    const refused = async (payload: object) => {
      const { status, body } = await post('/v1/case/escalate', payload)
      return [status, body.errors?.[0].pointer ?? body.code]
    }
    expect(await refused({})).toEqual([400, '/ticketId'])
    expect(await refused({ ticketId: ticket })).toEqual([400, '/reason'])
    expect(await refused({ ticketId: ticket, reason: ' ' })).toEqual([400, '/reason'])
    expect(await refused({ ticketId: ticket, reason: 'vip', severity: 'dire' })).toEqual([400, '/severity'])
    expect(await refused({ ticketId: ticket, reason: 'vip', lane: 'nowhere' })).toEqual([400, '/lane'])
    expect(await refused({ ticketId: ticket, reason: 'vip', level: 2 })).toEqual([400, '/level'])
    expect(await refused({ ticketNumber: 999_999, reason: 'vip' })).toEqual([404, 'not_found'])
  })

  it('shows an agent its case and nothing of what reviewers know', async () => {
    const agent = (await place.person('agent')).headers
    const { body } = await escalate({ evidence: [{ kind: 'note', text: 'Seen.' }] })
    const again = await post(
      '/v1/case/escalate',
      { ticketId: body.tickets[0].id, reason: 'vip' },
      { ...agent, origin: publicUrl },
    )
    expect([again.status, again.body.id, again.body.evidence]).toEqual([200, body.id, []])
    expect((await get(`/v1/cases/${body.id}`, agent)).status).toBe(403)
    expect((await get('/v1/cases', agent)).status).toBe(403)
  })
})

describe('a case by its address', () => {
  it('is decided by a second pair of eyes and closed', async () => {
    const { body } = await escalate()
    const url = `/v1/cases/${body.id}`
    for (const to of ['triage', 'investigating', 'decision']) {
      expect((await post(`${url}/transitions`, { to })).body.status).toBe(to)
    }
    const decision = { outcome: 'confirmed', note: 'Seen.' }
    const own = await post(`${url}/decision`, decision)
    expect([own.status, own.body.code, own.body.reason]).toEqual([403, 'four_eyes', 'opener'])
    const decided = await post(`${url}/decision`, decision, reviewer)
    expect(decided.body).toMatchObject({
      status: 'follow_up',
      decision: { ...decision, by: { name: 'Reviewer' } },
      review: { mayDecide: false, why: 'decided' },
    })
    expect((await post(`${url}/transitions`, { to: 'closed', note: 'Told them.' })).body.status).toBe('closed')
    const { history } = (await get(url)).body
    expect(history.at(-1)).toMatchObject({ type: 'case.closed', note: 'Told them.', actor: { name: 'Opener' } })
  })

  it('keeps versions: 304 for who knows it, 412 for who does not', async () => {
    const { body, headers } = await escalate()
    const url = `/v1/cases/${body.id}`
    const etag = String(headers['etag'])
    expect((await get(url, { ...opener, 'if-none-match': etag })).status).toBe(304)
    const move = () => post(`${url}/transitions`, { to: 'triage' }, { ...opener, 'if-match': etag })
    expect([(await move()).status, (await move()).status]).toEqual([200, 412])
    const byBody = await post(`${url}/transitions`, { to: 'investigating', expectedVersion: body.version })
    expect(byBody.status).toBe(412)
  })

  it('is asked for by lane, owner, reason, class, severity and lateness', async () => {
    const { body } = await escalate({ reason: 'abuse' })
    const seen = async (query: string) =>
      (await get(`/v1/cases?${query}`)).body.data.some((found: { id: string }) => found.id === body.id)
    for (const query of ['status=open', 'status=opened,triage', 'reason=abuse', 'riskClass=conduct', 'owner=none'])
      expect([query, await seen(query)]).toEqual([query, true])
    for (const query of ['severity=normal', 'late=false', 'queue=risk-review', `ticketId=${body.tickets[0].id}`])
      expect([query, await seen(query)]).toEqual([query, true])
    for (const query of [
      'status=closed',
      'owner=me',
      'late=true',
      'queue=security',
      'dueBefore=2020-01-01T00:00:00.000Z',
    ])
      expect([query, await seen(query)]).toEqual([query, false])
    expect((await get('/v1/cases?status=lost')).body.errors[0].pointer).toBe('status')
    expect((await get('/v1/cases?severity=dire')).body.errors[0].pointer).toBe('severity')
    const lanes = (await get('/v1/cases/lanes?reason=abuse')).body.data
    expect(lanes.map((lane: { status: string; cases: number }) => [lane.status, lane.cases])).toEqual([
      ['opened', 1],
      ['triage', 0],
      ['investigating', 0],
      ['decision', 0],
      ['follow_up', 0],
      ['closed', 0],
    ])
  })

  it.each(['/v1/cases', '/v1/cases/lanes'])('refuses an owner who can be none at %s', async (url) => {
    const { status, body } = await get(`${url}?owner=${encodeURIComponent('Ana & 2')}`)
    expect([status, body.errors]).toMatchObject([400, [{ pointer: 'owner', code: 'wrong_form' }]])
  })

  it('names the reasons there are, with the checks each asks for', async () => {
    const { status, body } = await get('/v1/cases/reasons')
    expect(status).toBe(200)
    expect(body.data.find(({ slug }: { slug: string }) => slug === 'payment_dispute')).toMatchObject({
      label: 'Payment dispute',
      severity: 'high',
      riskClass: 'financial',
      dueSeconds: 86_400,
      checks: [{ name: 'payment_match' }, { name: 'account_history' }],
    })
  })

  it('is reached by the SDK', async () => {
    const { body } = await escalate()
    const sdk = createClient({
      baseUrl: publicUrl,
      token: (opener['authorization'] ?? '').slice('Bearer '.length),
      fetch: async (request) => {
        const { pathname } = new URL(request.url)
        const seen = await get(pathname, { authorization: request.headers.get('authorization') ?? '' })
        return new Response(seen.text, { status: seen.status, headers: { 'content-type': 'application/json' } })
      },
    })
    const { data } = await sdk.GET('/v1/cases/{id}', { params: { path: { id: body.id } } })
    expect(data?.number).toBe(body.number)
  })
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})
