import type { TourGuide } from './tour-client.ts'

const shown = ['descriptor', 'order_id', 'chat', 'agent', 'code', 'message', 'paths']

/** Support under an order's own id: opened, served, closed. */
export async function playOrderSupport(guide: TourGuide, agentId: string): Promise<void> {
  guide.chapter('Support of an order', 'the address is the order’s; chat.url opens the conversation in any browser')
  const orderId = `TOUR-${crypto.randomUUID()}`
  const path = `/support/${orderId}`
  const unknown = await guide.show({ method: 'POST', path }, ['code', 'message'])
  guide.expect('an order nobody registered has none', [unknown.status, unknown.body['code']], [404, '30010'])
  const order = { placedAt: new Date().toISOString(), status: 'PREPARING', customerId: 'demo-customer-1024' }
  const kept = await guide.ask({ method: 'PUT', path: `/v1/orders/${orderId}`, body: order })
  guide.expect('the order is registered', kept.status, 200)

  const descriptor = { name: 'Late delivery', code: 'FLM02', short_desc: 'The parcel is late' }
  const open = { method: 'POST', path, body: { descriptor } } as const
  const opened = await guide.show(open, shown)
  guide.expect('a session is opened', [opened.status, opened.body['order_id']], [201, orderId])
  const second = await guide.ask(open)
  guide.expect('and no second one', [second.status, second.body['code']], [409, '40001'])
  const body = { agent: { id: agentId } }
  const put = await guide.show({ method: 'PUT', path: `${path}/agent`, body }, shown)
  guide.expect('somebody is named for it', put.status, 200)
  const agent = await guide.show({ method: 'GET', path: `${path}/agent` }, ['id', 'person'])
  guide.expect('and serves it', [agent.status, agent.body['id']], [200, agentId])
  const removed = await guide.ask({ method: 'DELETE', path: `${path}/agent` })
  const nobody = await guide.ask({ method: 'GET', path: `${path}/agent` })
  guide.expect('taken away, nobody does', [removed.status, nobody.body['code']], [200, '40006'])
  const closed = await guide.show({ method: 'DELETE', path }, ['order_id'])
  const gone = await guide.ask({ method: 'GET', path })
  guide.expect('closed, it is no more', [closed.status, gone.status, gone.body['code']], [200, 404, '50004'])
}
