import { waitForOffer } from './offer-chapter.ts'
import { idOf } from './ticket-chapters.ts'
import type { TourGuide } from './tour-client.ts'

/** A call of any exchange is offered, taken and hung up; gives the id of its ticket. */
export async function playCall(guide: TourGuide, agentId: string): Promise<string> {
  guide.chapter('A call, bridged by its own exchange', 'the offer carries callRef; the call has the state of its task')
  const presence = { state: 'available', ttlSeconds: 120 }
  await guide.ask({ method: 'PUT', path: `/v1/agents/${agentId}/presence`, body: presence })
  const callRef = `tour-${crypto.randomUUID()}`
  const body = {
    customerId: 'demo-customer-1024',
    from: '+34600123456',
    to: '+34910000001',
    callRef,
    serviceLine: 'game-support',
    language: 'en',
  }
  const call = await guide.show({ method: 'POST', path: '/v1/calls', body }, ['id', 'state', 'queue', 'callRef'])
  guide.expect('the call waits', [call.status, call.body['state']], [201, 'queued'])
  const again = await guide.ask({ method: 'POST', path: '/v1/calls', body })
  guide.expect('sent again while it is live, it is the same', [again.status, idOf(again)], [200, idOf(call)])

  const ticketId = String(call.body['ticketId'])
  const offer = await waitForOffer(guide, { agentId, ticketId })
  guide.expect('it is offered', offer !== null, true)
  const path = `/v1/offers/${offer?.id ?? ''}`
  const shown = await guide.show({ method: 'GET', path }, ['id', 'kind', 'state', 'call'])
  guide.expect('the offer names the line', (shown.body['call'] as { callRef?: string } | null)?.callRef, callRef)
  const accepted = await guide.ask({ method: 'POST', path: `${path}/accept` })
  guide.expect('it is accepted', accepted.status, 200)

  const members = ['state', 'agentId', 'answeredAt', 'endedAt', 'endedBy']
  const active = await guide.show({ method: 'GET', path: `/v1/calls/${idOf(call)}` }, members)
  guide.expect('the call is active', active.body['state'], 'active')
  const hangUp = { method: 'POST', path: `/v1/calls/${idOf(call)}/hang-up`, body: { by: 'customer' } } as const
  const ended = await guide.show(hangUp, members)
  guide.expect(
    'hung up, it has ended',
    [ended.status, ended.body['state'], ended.body['endedBy']],
    [200, 'ended', 'customer'],
  )
  const repeated = await guide.ask(hangUp)
  guide.expect('hanging up again changes nothing', repeated.text, ended.text)
  return ticketId
}
