import { isZone } from '../../core/calendars/index.ts'
import { canonicalPriority, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { fieldErrors } from '../tickets/index.ts'
import type { TicketRequest } from './ticket-request.ts'

/**
 * Refuses words that the published workflow does not know, all of them at once, each with the words it does know.
 * Throws `invalid`.
 */
export function checkRequest(workflow: WorkflowSnapshot, request: Omit<TicketRequest, 'customerId'>): void {
  const faults: FieldError[] = []
  const expect = (field: keyof TicketRequest, value: string | undefined, known: ReadonlyMap<string, unknown>) => {
    if (value === undefined || known.has(value)) return
    faults.push(fault(field, `unknown_${field}`, value, [...known.keys()]))
  }
  expect('channel', request.channel, workflow.channels)
  expect('serviceLine', request.serviceLine, workflow.serviceLines)
  expect('type', request.type, workflow.types)
  expect('category', request.category, workflow.categories)
  for (const [place, service] of (request.affected ?? []).entries()) {
    if (workflow.services.has(service)) continue
    faults.push({
      ...fault('affected', 'unknown_service', service, [...workflow.services.keys()]),
      pointer: `/affected/${place}`,
    })
  }
  if (request.priority !== undefined && canonicalPriority(request.priority) === null) {
    faults.push(fault('priority', 'unknown_priority', request.priority, ['low', 'normal', 'high', 'critical']))
  }
  faults.push(...fieldErrors(workflow, request.type ?? null, request.fields ?? {}))
  const { timezone } = request.customer ?? {}
  if (timezone !== undefined && timezone !== null && !isZone(timezone))
    faults.push({ pointer: '/customer/timezone', code: 'unknown_zone', message: 'This is no IANA time zone.' })
  if (faults.length > 0)
    throw new AppError('invalid', 'The request names things this workspace does not have.', {}, faults)
}

function fault(field: string, code: string, value: string, known: readonly string[]): FieldError {
  return { pointer: `/${field}`, code, message: `"${value}" is not one of: ${known.join(', ')}.` }
}
