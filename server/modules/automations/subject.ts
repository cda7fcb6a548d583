import type { TemplateValues, TicketTimes } from '../../core/automations/index.ts'
import { plainName } from '../../core/automations/index.ts'
import { type AutomationFacts, AutomationTicket, ChangeFacts, SaidFacts } from '../../core/expressions/index.ts'
import { customerStatus } from '../../core/lifecycle/index.ts'
import { factsOfRequest, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import { encodeId } from '../../platform/ids.ts'
import type { SubjectRow } from './subject-view.ts'

/** What may be asked of a ticket now; what was changed and said is filled in by who asks. */
export function factsOfSubject(workflow: WorkflowSnapshot, row: SubjectRow, now: number): AutomationFacts {
  const { summary, channel, language, customer, order } = row
  const {
    customer: who,
    order: what,
    time,
  } = factsOfRequest(workflow, { summary, channel, language, customer, order }, now)
  const ticket = Object.assign(new AutomationTicket(), {
    summary,
    text: row.text ?? '',
    channel,
    serviceLine: row.serviceLine ?? '',
    language,
    queue: row.queue,
    priority: row.priority,
    type: row.type ?? '',
    category: row.category ?? '',
    classifiedBy: row.classifiedBy ?? '',
    status: row.status,
    statusCategory: row.statusCategory,
    assignee: row.assigneeId === null ? '' : encodeId('agent', row.assigneeId),
    assigned: row.assigneeId !== null,
    tags: row.tags,
    affected: row.affected,
    fields: row.fields,
    reopened: row.reopened,
    messages: row.messages,
    answered: row.isAnswered,
    ageMinutes: (now - row.createdAt) / 60_000,
    minutesInStatus: (now - row.statusSince) / 60_000,
  })
  return { ticket, change: new ChangeFacts(), message: new SaidFacts(), customer: who, order: what, time }
}

export function timesOfSubject({ status, statusCategory, createdAt, statusSince, changedAt }: SubjectRow): TicketTimes {
  return { status, statusCategory, createdAt, statusSince, changedAt }
}

/** What texts may name of a ticket. Names are taken only as far as they look like names. */
export function valuesOfSubject(
  workflow: WorkflowSnapshot,
  row: SubjectRow,
  about: { workspace: string; agent: string | null },
): TemplateValues {
  const lifecycle = workflow.lifecycles.get(row.lifecycle)
  const name = plainName(row.customerName)
  return {
    'customer.name': name,
    'customer.firstName': name.split(' ', 1)[0] ?? '',
    'agent.name': about.agent ?? '',
    'ticket.number': String(row.number),
    'ticket.status': lifecycle === undefined ? row.status : customerStatus(lifecycle, row.status, row.language),
    'ticket.summary': row.summary,
    queue: workflow.queues.get(row.queue)?.label ?? row.queue,
    serviceLine: workflow.serviceLines.get(row.serviceLine ?? '')?.label ?? '',
    workspace: about.workspace,
  }
}
