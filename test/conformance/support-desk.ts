import { newId } from '../../server/platform/ids.ts'
import type { FullPlace } from '../api/testing/full-place.ts'
import { openOwnPlace } from '../api/testing/own-service.ts'
import { exampleWorkflow, type Headers } from '../api/testing/place.ts'
import { type Seen, send } from '../api/testing/running-service.ts'
import { agentSchema, refusalSchema, requireShape, supportSchema } from './support-surface.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** A place that is asked for support, with what every test of it needs. */
export async function openSupportDesk(slug: string) {
  const place: FullPlace = await openOwnPlace(slug)

  /** Every answer of the surface comes through here and must be what the specification says. */
  async function call(method: Method, url: string, payload?: object, headers: Headers = place.admin): Promise<Seen> {
    const seen = await send(place.service, { method, url, headers, ...(payload !== undefined && { payload }) })
    const isAgent = method === 'GET' && url.endsWith('/agent')
    requireShape(seen.status >= 400 ? refusalSchema : isAgent ? agentSchema : supportSchema, seen.body)
    return seen
  }

  async function addOrder(more: object = {}): Promise<string> {
    const id = `ORD-${newId()}`
    await place.call('PUT', `/v1/orders/${id}`, { placedAt: '2026-11-20T08:45:00.000Z', status: 'PREPARING', ...more })
    return id
  }

  async function addAgent(more: object = {}, isThere = true): Promise<string> {
    const { body } = await place.call('POST', '/v1/agents', { name: 'Ana Reis', queues: ['guest-care'], ...more })
    if (isThere) await place.call('PUT', `/v1/agents/${body.id}/presence`, { state: 'available', ttlSeconds: 600 })
    return body.id as string
  }

  async function setPolicy(policy: 'create' | 'reject') {
    const document = exampleWorkflow.replace('unknownOrders: reject', `unknownOrders: ${policy}`)
    await place.call('PUT', '/v1/workflow', { document: `${document}\n# ${newId()}\n` })
  }

  const refused = async (answer: ReturnType<typeof call>) => {
    const { status, body } = await answer
    return [status, body.code] as const
  }

  return { place, call, addOrder, addAgent, setPolicy, refused }
}
