import { firstRequest } from '../../start/welcome.ts'
import type { Answer, TourGuide } from './tour-client.ts'

const ticketMembers = ['id', 'number', 'status', 'category', 'classifiedBy', 'queue', 'priority', 'sla', 'links']

/** The request of the documentation, byte for byte; gives the ticket's id. */
export async function playFirstRequest(guide: TourGuide, workspace: string): Promise<string> {
  guide.chapter(
    'A request becomes a ticket',
    'status, category and queue were decided by the workflow; sla has its clocks',
  )
  const answer = await guide.show(
    { method: 'POST', path: '/v1/ticket/create', headers: { 'x-workspace': workspace }, body: firstRequest },
    ticketMembers,
  )
  guide.expect('answered 201', answer.status, 201)
  guide.expect(
    'classified by the service line',
    [answer.body['status'], answer.body['category']],
    ['classified', 'user_system'],
  )
  guide.expect('waits in frontline', answer.body['queue'], 'frontline')
  guide.expect('Location names the ticket', answer.headers.get('location'), `/v1/tickets/${idOf(answer)}`)
  const read = await guide.ask({ method: 'GET', path: `/v1/tickets/${idOf(answer)}` })
  guide.expect('and it can be read there', [read.status, read.body['number']], [200, answer.body['number']])
  return idOf(answer)
}

/** The same request again under one key; gives the ticket that its callbacks tell of. */
export async function playRepeatedRequest(guide: TourGuide, callbackUrl: string): Promise<string> {
  guide.chapter('Sent twice, done once', 'Idempotent-Replayed, and the same ticket number')
  const key = crypto.randomUUID()
  const call = {
    method: 'POST',
    path: '/v1/ticket/create',
    headers: { 'idempotency-key': key },
    body: { ...firstRequest, callbackUrl },
  } as const
  const first = await guide.show(call, ['id', 'number'])
  const again = await guide.show(call, ['id', 'number'])
  guide.expect('the first is no replay', first.headers.get('idempotent-replayed'), null)
  guide.expect('the second says that it is one', again.headers.get('idempotent-replayed'), 'true')
  guide.expect('status and body are the first ones', [again.status, again.text], [201, first.text])
  const other = await guide.ask({ ...call, body: { ...call.body, issueSummary: 'Something else' } })
  guide.expect(
    'the key with another body is refused',
    [other.status, other.body['code']],
    [422, 'idempotency_key_reused'],
  )
  return idOf(first)
}

/** The ticket's way to its end. */
export async function playStages(guide: TourGuide, ticketId: string): Promise<void> {
  guide.chapter('Answer and solve', 'a stage that still needs something says what is missing')
  const path = `/v1/tickets/${ticketId}`
  const message = { body: 'We found the cause and are fixing it.', clientId: 'tour-1' }
  const reply = await guide.show({ method: 'POST', path: `${path}/messages`, body: message }, [
    'seq',
    'visibility',
    'body',
  ])
  guide.expect('the reply is on the ticket', [reply.status, reply.body['visibility']], [201, 'public'])
  const repeated = await guide.ask({ method: 'POST', path: `${path}/messages`, body: message })
  guide.expect('said twice, it is there once', repeated.body['seq'], reply.body['seq'])

  const move = (body: object) =>
    guide.show({ method: 'POST', path: `${path}/transitions`, body }, ['status', 'customerStatus', 'code', 'missing'])
  const tooEarly = await move({ to: 'closed' })
  guide.expect('closing asks for what is missing', [tooEarly.status, tooEarly.body['code']], [409, 'guard_failed'])
  const steps = [
    { to: 'diagnosing' },
    { to: 'correcting', cause: { text: 'The client kept an old list of regions.' } },
    { to: 'verifying', correction: { text: 'The list is renewed at every start.' } },
    { to: 'closed', solutionCheck: 'passed', resolution: 'Ranked lobbies can be joined.' },
  ]
  for (const step of steps) {
    const moved = await move(step)
    guide.expect(`it is ${step.to}`, [moved.status, moved.body['status']], [200, step.to])
  }
}

/** What is left of it all. */
export async function playTimeline(
  guide: TourGuide,
  { ticketId, isOffered }: { ticketId: string; isOffered: boolean },
): Promise<void> {
  guide.chapter('The trail', 'every step with who did it; nothing of it can be changed')
  const answer = await guide.ask({ method: 'GET', path: `/v1/tickets/${ticketId}/timeline` })
  const items = (answer.body['data'] ?? []) as { type: string; actor: { kind: string; name: string | null } }[]
  for (const { type, actor } of items) guide.note(`${type.padEnd(24)} ${actor.kind} ${actor.name ?? ''}`)
  const types = items.map((item) => item.type)
  const must = [
    'ticket.created',
    'ticket.classified',
    'task.queued',
    ...(isOffered ? ['offer.created', 'offer.accepted'] : ['ticket.assigned']),
    'message.added',
    'ticket.closed',
  ]
  guide.expect(
    'nothing is missing',
    must.filter((type) => !types.includes(type)),
    [],
  )
}

/** A ticket is brought to its end, so that the tour leaves nobody waiting. */
export async function closeTicket(
  guide: TourGuide,
  { ticketId, agentId }: { ticketId: string; agentId: string },
): Promise<void> {
  const path = `/v1/tickets/${ticketId}`
  await guide.ask({ method: 'PUT', path: `${path}/assignee`, body: { agentId } })
  const body = {
    to: 'closed',
    cause: { text: 'Tour' },
    correction: { text: 'Tour' },
    solutionCheck: 'passed',
    resolution: 'Shown in the tour.',
  }
  const closed = await guide.ask({ method: 'POST', path: `${path}/transitions`, body })
  guide.expect('its ticket is closed in one call that brings every fact', closed.body['status'], 'closed')
}

/** The id of what was answered; '' when there is none. */
export function idOf({ body: { id } }: Answer): string {
  return typeof id === 'string' ? id : ''
}
