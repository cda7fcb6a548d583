import { AutomationTicket, ChangeFacts, SaidFacts, type AutomationFacts } from '../expressions/automation-facts.ts'
import type { Classification, ClassifyRequest } from './classification.ts'
import { factsOfRequest } from './request-facts.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

/** What may be asked of the ticket that a request becomes. */
export function factsOfNewTicket(
  snapshot: WorkflowSnapshot,
  request: ClassifyRequest,
  { classification, at }: { readonly classification: Classification; readonly at: number },
): AutomationFacts {
  const { customer, order, time } = factsOfRequest(snapshot, request, at)
  const { lifecycle, status } = classification
  const ticket = Object.assign(new AutomationTicket(), {
    summary: request.summary,
    text: request.text ?? '',
    channel: request.channel,
    serviceLine: classification.serviceLine,
    language: classification.language,
    queue: classification.queue,
    priority: classification.priority,
    type: classification.type ?? '',
    category: classification.category ?? '',
    classifiedBy: classification.classifiedBy ?? '',
    status,
    statusCategory: snapshot.lifecycles.get(lifecycle)?.statuses.get(status)?.category ?? 'new',
    tags: classification.tags,
    affected: request.affected ?? [],
    fields: request.fields ?? {},
    messages: 1,
  })
  return { ticket, change: new ChangeFacts(), message: new SaidFacts(), customer, order, time }
}
