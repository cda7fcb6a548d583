import type { Category, Service, ServiceLine, TicketType, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { publishedWorkflow } from '../workflow/index.ts'

/** What a ticket may name, by slug and label. */
export interface TicketCatalogue {
  readonly channels: WorkflowSnapshot['channels']
  readonly serviceLines: ReadonlyMap<string, ServiceLine>
  readonly types: ReadonlyMap<string, TicketType>
  readonly categories: ReadonlyMap<string, Category>
  readonly services: ReadonlyMap<string, Service>
  readonly languages: ReadonlySet<string>
  /** The priority of each impact and urgency; empty where the workflow computes none. */
  readonly matrix: WorkflowSnapshot['matrix']
  readonly mail: Pick<WorkflowSnapshot['mail'], 'hasReplies'>
}

const nothing: TicketCatalogue = {
  channels: new Map(),
  serviceLines: new Map(),
  types: new Map(),
  categories: new Map(),
  services: new Map(),
  languages: new Set(),
  matrix: new Map(),
  mail: { hasReplies: true },
}

/** The words of the published workflow that a ticket may name; all empty before there is one. */
export async function readCatalogue(context: Context): Promise<TicketCatalogue> {
  requirePermission(context, 'ticket:read')
  return (await publishedWorkflow(context)) ?? nothing
}
