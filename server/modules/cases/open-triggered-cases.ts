import { chooseTriggers, type TriggeredCase } from '../../core/cases/index.ts'
import { type CaseFacts, ClockFacts, MessageFacts, TicketFacts } from '../../core/expressions/index.ts'
import { type CaseTriggerEvent, factsOfRequest, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import {
  countLogFailure,
  type EventType,
  findLogPlace,
  type LogPlace,
  type LogReader,
  moveLogPlace,
} from '../events/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { openCase } from './open-case.ts'
import {
  findMessageTexts,
  findTriggerEvents,
  findTriggerTickets,
  type TriggerEvent,
  type TriggerTicket,
} from './trigger-view.ts'

/** The events that triggers are about. There are no clusters yet. */
const typeOf: Readonly<Record<Exclude<CaseTriggerEvent, 'cluster.detected'>, EventType>> = {
  'ticket.created': 'ticket.created',
  'ticket.classified': 'ticket.classified',
  'ticket.reopened': 'ticket.reopened',
  'sla.breached': 'sla.breached',
  'message.received': 'message.added',
  'queue.overflowed': 'task.overflowed',
}
const triggerOf = new Map(Object.entries(typeOf).map(([on, type]) => [type as string, on as CaseTriggerEvent]))

/** Types of events that may open a case: those of triggers, and the steps of policies that name a reason themselves. */
export const caseTriggerTypes: readonly EventType[] = [...Object.values(typeOf), 'sla.escalated']

const eventsTogether = 200
const readerIn = ({ workspace }: Context): LogReader => ({ workspaceId: workspace.id, reader: 'cases' })
/** An event that fails this often in a row is passed over, so that it does not keep the others from being looked at. */
const failuresAtMost = 5

/**
 * Opens the cases that events up to a number of the log ask for: each event is acted on once, whoever and however many
 * look, since the place in the log moves in the transaction that opens the case. False when there may be more.
 */
export async function openTriggeredCases(context: Context, { upTo }: { upTo: number }): Promise<boolean> {
  requirePermission(context, 'case:open')
  const workflow = await currentWorkflow(context)
  const workspaceId = context.workspace.id
  const { feed, events } = await context.read(async (tx) => {
    const feed = await findLogPlace(tx, readerIn(context))
    const range = { types: caseTriggerTypes, after: feed.seq, upTo, limit: eventsTogether }
    return { feed, events: await findTriggerEvents(tx, workspaceId, range) }
  })
  const ticketIds = [...new Set(events.map(({ ticketId }) => ticketId))]
  const tickets =
    ticketIds.length === 0 ? [] : await context.readByKeys((tx) => findTriggerTickets(tx, workspaceId, ticketIds))
  const ticketOf = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  const texts = await readTexts(context, workflow, events)
  let from = feed
  for (const event of events) {
    const ticket = ticketOf.get(event.ticketId)
    const wanted = ticket === undefined ? [] : casesOf(workflow, { event, ticket, texts })
    if (wanted.length === 0) continue
    if (!(await act(context, { event, wanted, from }))) return true
    from = { seq: event.seq, failures: 0 }
  }
  const isAll = events.length < eventsTogether
  const to = isAll ? upTo : (events.at(-1)?.seq ?? upTo)
  if (to > from.seq && events.length > 0) await pass(context, from.seq, to)
  return isAll
}

type Texts = ReadonlyMap<string, string>

function casesOf(
  workflow: WorkflowSnapshot,
  { event, ticket, texts }: { event: TriggerEvent; ticket: TriggerTicket; texts: Texts },
): readonly TriggeredCase[] {
  if (event.type === 'sla.escalated') return casesOfStep(workflow, event)
  const on = triggerOf.get(event.type)
  if (on === undefined || !isMeant(on, event)) return []
  const { triggers } = workflow.cases
  if (!triggers.some((trigger) => trigger.on === on)) return []
  const said = on === 'message.received' ? (texts.get(`${event.ticketId} ${Number(event.data['seq'])}`) ?? '') : ''
  const facts = factsOf(workflow, { event, ticket, said })
  return chooseTriggers(triggers, on, facts)
}

function isMeant(on: CaseTriggerEvent, { data }: TriggerEvent): boolean {
  if (on === 'message.received') return data['authorKind'] === 'customer'
  return on !== 'queue.overflowed' || data['target'] === 'escalate'
}

/** What customers said by these events, where a trigger asks for it: in chats that are many at once. */
async function readTexts(
  context: Context,
  { cases }: WorkflowSnapshot,
  events: readonly TriggerEvent[],
): Promise<Texts> {
  if (!cases.triggers.some(({ on }) => on === 'message.received')) return new Map()
  const places = events
    .filter((event) => event.type === typeOf['message.received'] && isMeant('message.received', event))
    .map(({ ticketId, data }) => ({ ticketId, seq: Number(data['seq']) }))
  if (places.length === 0) return new Map()
  return context.read((tx) => findMessageTexts(tx, context.workspace.id, places))
}

/** The case that a policy's step opens, unless its reason has been taken from the workflow meanwhile. */
function casesOfStep({ cases }: WorkflowSnapshot, { data }: TriggerEvent): readonly TriggeredCase[] {
  const { step, openCase: reason } = data
  if (typeof reason !== 'string' || !cases.reasons.has(reason)) return []
  return [{ trigger: String(step), reason, severity: null }]
}

function factsOf(
  workflow: WorkflowSnapshot,
  { event, ticket, said }: { event: TriggerEvent; ticket: TriggerTicket; said: string },
): CaseFacts {
  const { summary, text, serviceLine, channel, language, priority, type, category } = ticket
  const request = {
    summary,
    channel,
    language,
    priority,
    ...(text !== null && { text }),
    ...(serviceLine !== null && { serviceLine }),
    ...(type !== null && { type }),
    ...(category !== null && { category }),
    tags: ticket.tags,
    affected: ticket.affected,
    fields: ticket.fields,
    customer: ticket.customer,
    order: ticket.order,
  }
  const facts = factsOfRequest(workflow, request, event.at)
  facts.request.queue = ticket.queue
  const life = Object.assign(new TicketFacts(), {
    status: ticket.status,
    statusCategory: ticket.statusCategory,
    reopened: ticket.reopened,
    ageMinutes: (event.at - ticket.createdAt) / 60_000,
  })
  const clock = new ClockFacts()
  if (event.type === 'sla.breached') clock.metric = String(event.data['metric'])
  const message = Object.assign(new MessageFacts(), { text: said })
  return { ...facts, ticket: life, message, clock }
}

/** Opens what an event asks for and moves the place behind it, in one transaction. False when another reader was here. */
async function act(
  context: Context,
  { event, wanted, from }: { event: TriggerEvent; wanted: readonly TriggeredCase[]; from: LogPlace },
): Promise<boolean> {
  requirePermission(context, 'case:open')
  try {
    return await context.transaction(async (tx) => {
      const cause = { eventId: encodeId('event', event.id) }
      for (const { trigger, reason, severity } of wanted) {
        const opening = { ticketId: event.ticketId, reason, severity, lane: null, note: null, evidence: [], trigger }
        await openCase(tx, context, { ...opening, cause: { ...cause, trigger } })
      }
      if (await moveLogPlace(tx, readerIn(context), { from: from.seq, to: event.seq })) return true
      throw new BeenHere('Another reader was here.')
    })
  } catch (error) {
    if (error instanceof BeenHere) return false
    await countFailure(context, { event, from, error })
    return true
  }
}

/** What this reader was about to do has been done. */
class BeenHere extends Error {
  override readonly name = 'BeenHere'
}

/** Throws the failure on, for a later try, until there were too many of them. */
async function countFailure(
  context: Context,
  { event, from, error }: { event: TriggerEvent; from: LogPlace; error: unknown },
): Promise<void> {
  // oxlint-disable-next-line switchyard/verb -- moves only the place in the log, which no event tells of
  const failures = await context.transaction((tx) => countLogFailure(tx, readerIn(context), from.seq))
  if (failures < failuresAtMost) throw error
  await pass(context, from.seq, event.seq)
}

async function pass(context: Context, from: number, to: number): Promise<void> {
  // oxlint-disable-next-line switchyard/verb -- moves only the place in the log, which no event tells of
  await context.transaction((tx) => moveLogPlace(tx, readerIn(context), { from, to }))
}
