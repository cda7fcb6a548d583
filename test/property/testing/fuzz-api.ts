import fc from 'fast-check'
import { type FullPlace, openFullPlace } from '../../api/testing/full-place.ts'
import { openIdentities } from '../../api/testing/identities.ts'
import { exampleWorkflow } from '../../api/testing/place.ts'
import { type RunningService, send } from '../../api/testing/running-service.ts'
import { type FuzzRequest, requestArbitrary } from './request-arbitrary.ts'

/** What a run met. */
export interface FuzzFigures {
  readonly requests: number
  readonly seed: number
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>
  readonly slowestMs: number
  /** Requests that met a fault of ours, each with what was wrong. */
  readonly faults: readonly string[]
}

const atOnce = 8
const batch = 500
const mostFaults = 20

/** Traces, code places and the database's own words have no place in a refusal. */
const ours =
  /\bat .+\.[jt]s:\d+|node_modules|node:internal|\/server\/|\bselect\b.+\bfrom\b|insert into|violates|SQLSTATE|duplicate key|syntax error at/i

/**
 * Sends requests made from the reference, half of them with something changed, and looks at every answer: none is a
 * fault of ours, tells of our insides or differs from its description (reliability.md F1).
 */
export async function fuzzApi(service: RunningService, run: { requests: number; seed: number }): Promise<FuzzFigures> {
  const here = await openFullPlace(service, 'here')
  const elsewhere = await openFullPlace(service, 'elsewhere', 500_001)
  const identities = await openIdentities(here, elsewhere)
  const others = (['agent', 'partner', 'customer', 'queue', 'auditor', 'none'] as const).map(identities.headersOf)
  const requests = requestArbitrary({ document: service.document, things: here.things, words: wordsOf(here) }, [
    here.admin,
    ...others,
  ])
  const statuses: Record<string, number> = {}
  const faults: string[] = []
  let slowestMs = 0
  let sent = 0
  const look = async (request: FuzzRequest) => {
    const startMs = performance.now()
    const fault = await faultOf(service, request, (status) => (statuses[status] = (statuses[status] ?? 0) + 1))
    slowestMs = Math.max(slowestMs, performance.now() - startMs)
    if (fault !== null) faults.push(fault)
  }
  for (let turn = 0; sent < run.requests && faults.length < mostFaults; turn++) {
    const made = fc.sample(requests, { numRuns: Math.min(batch, run.requests - sent), seed: run.seed + turn })
    for (let first = 0; first < made.length; first += atOnce)
      await Promise.all(made.slice(first, first + atOnce).map(look))
    sent += made.length
  }
  const unseen = service.faults.map((fault) => `logged as an error: ${JSON.stringify(fault).slice(0, 3000)}`)
  return { requests: sent, seed: run.seed, statuses, slowestMs: Math.round(slowestMs), faults: [...faults, ...unseen] }
}

async function faultOf(
  service: RunningService,
  request: FuzzRequest,
  count: (status: number) => void,
): Promise<string | null> {
  const { operationId, ...sent } = request
  try {
    const { status, text } = await send(service, sent)
    count(status)
    const told = JSON.stringify(sent).slice(0, 2000)
    if (status >= 500) return `${operationId} answered ${status} to ${told}: ${text}`
    if (status >= 400 && ours.test(text)) return `${operationId} told of its insides to ${told}: ${text}`
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Words that lead deeper than chance does. */
function wordsOf(place: FullPlace) {
  const { things } = place
  return {
    channel: ['email', 'live-chat', 'voice', 'ticket'],
    serviceLine: ['game-support', 'platform-support', 'guest-support'],
    priority: ['low', 'normal', 'high', 'critical', 'urgent'],
    language: ['en', 'pt-BR', 'es'],
    type: ['incident', 'service_request', 'payment_issue'],
    category: ['user_system', 'payment_processing'],
    queue: ['frontline', 'payments'],
    queues: [['frontline'], ['payments', 'frontline']],
    affected: [['accounts'], []],
    to: ['assigned', 'diagnosing', 'corrected', 'verified', 'closed', 'solved'],
    q: ['is:open', 'status:open assignee:me', 'breach<30m', '"a b" -tag:x', 'tag:'],
    skill: ['payments>=3', 'payments', 'payments>'],
    document: [exampleWorkflow, 'name: x\n', 'a: [1', '&a [*a]'],
    customerId: [things['cust'], 'customer-1', 'demo-customer-1024'],
    orderId: [things['orderKey'], things['order'], 'nothing'],
    callbackUrl: ['https://partner.example/hook', 'http://127.0.0.1/', 'https://user:pw@x.example/', 'ftp://x'],
    number: [things['number'], '1'],
    slug: ['frontline', 'nowhere'],
    types: ['ticket.created', 'ticket.created,offer.created', 'nothing'],
    email: ['ada@example.com', 'Ada@Example.com'],
    timezone: ['Europe/Madrid', 'Nowhere/Else'],
  }
}
