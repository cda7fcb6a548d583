import { type FullPlace, openFullPlace } from '../../api/testing/full-place.ts'
import { openIdentities } from '../../api/testing/identities.ts'
import { exampleWorkflow } from '../../api/testing/place.ts'
import type { RunningService } from '../../api/testing/running-service.ts'
import { requestArbitrary } from './request-arbitrary.ts'
import { type FuzzFigures, runFuzz } from './run-fuzz.ts'

/** Sends requests made from the reference, half of them with something changed, by callers of every kind. */
export async function fuzzApi(service: RunningService, run: { requests: number; seed: number }): Promise<FuzzFigures> {
  const here = await openFullPlace(service, 'here')
  const elsewhere = await openFullPlace(service, 'elsewhere', 500_001)
  const identities = await openIdentities(here, elsewhere)
  const others = (['agent', 'partner', 'customer', 'queue', 'auditor', 'none'] as const).map(identities.headersOf)
  const requests = requestArbitrary({ document: service.document, things: here.things, words: wordsOf(here) }, [
    here.admin,
    ...others,
  ])
  return runFuzz(service, requests, run)
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
