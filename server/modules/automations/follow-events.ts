import { automationEvents, logTypeOf } from '../../core/automations/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { type EventType, findLogPlace } from '../events/index.ts'
import { currentWorkflow, reloadWorkflow } from '../workflow/index.ts'
import { readerIn } from './act-on-event.ts'
import { requireSystem } from './require-system.ts'
import { passEvents, serveAtOnce, serveInOrder } from './serve-events.ts'
import { findFollowedEvents, type FollowedEvent } from './subject-view.ts'

/** Types of events that automations may act on. */
export const automationTypes: readonly EventType[] = [
  ...new Set(automationEvents.map((event) => logTypeOf(event) as EventType)),
  'workflow.published',
]

const eventsTogether = 200

/**
 * Lets automations act on the events up to a number of the log: each is acted on once, whoever and however many look, since
 * the run that is kept in the transaction of what is done says so, and the place in the log moves over events that were
 * looked at. Also says when time will have something to do. False when there may be more.
 */
export async function followEvents(context: Context, { upTo }: { upTo: number }): Promise<boolean> {
  requireSystem(context)
  const workspaceId = context.workspace.id
  const { place, events } = await context.readByKeys(async (tx) => {
    const place = await findLogPlace(tx, readerIn(context))
    const range = { types: automationTypes, after: place.seq, upTo, limit: eventsTogether }
    return { place, events: await findFollowedEvents(tx, workspaceId, range) }
  })
  const isAll = events.length < eventsTogether
  const to = isAll ? upTo : (events.at(-1)?.seq ?? upTo)
  if (events.length === 0) {
    if (to > place.seq) await passEvents(context, { from: place.seq, to, dues: [] })
    return true
  }
  const workflow = await workflowFor(context, events)
  // What has failed is looked at alone, and a publication between what came before it and after.
  const isCalm = place.failures === 0 && events.every(({ type }) => type !== 'workflow.published')
  const serve = isCalm ? serveAtOnce : serveInOrder
  const end = await serve(context, { workflow, events, from: place.seq })
  if (end === null) return true
  if (to > end.at) await passEvents(context, { from: end.at, to, dues: end.dues })
  return isAll
}

/** The workflow in force, and not one from before a publication among these events. */
async function workflowFor(context: Context, events: readonly FollowedEvent[]): Promise<WorkflowSnapshot> {
  const published = events.findLast(({ type }) => type === 'workflow.published')
  const workflow = await currentWorkflow(context)
  return Number(published?.data['version'] ?? 0) > workflow.version ? reloadWorkflow(context) : workflow
}
