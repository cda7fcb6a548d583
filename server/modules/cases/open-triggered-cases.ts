import { chooseTriggers, type TriggeredCase } from '../../core/cases/index.ts'
import {
  type CaseFacts,
  ChangedFacts,
  ClockFacts,
  ClusterFacts,
  MessageFacts,
  TicketFacts,
} from '../../core/expressions/index.ts'
import { type Cluster, surgeWindowMs } from '../../core/recurring/index.ts'
import {
  type CaseTriggerEvent,
  caseTriggerEvents,
  factsOfRequest,
  type WorkflowSnapshot,
} from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
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
import { type AlikeTicket, hasCaseOfTrigger } from './cluster-view.ts'
import { type Clusters, findClusters, noteOfCluster } from './find-clusters.ts'
import { openCase } from './open-case.ts'
import {
  findMessageTexts,
  findTriggerEvents,
  findTriggerTickets,
  type TriggerEvent,
  type TriggerTicket,
} from './trigger-view.ts'

/** The events that triggers are about; a cluster is detected when one more of its tickets comes. */
const typeOf: Readonly<Record<CaseTriggerEvent, EventType>> = {
  'ticket.created': 'ticket.created',
  'ticket.classified': 'ticket.classified',
  'ticket.updated': 'ticket.updated',
  'ticket.reopened': 'ticket.reopened',
  'sla.breached': 'sla.breached',
  'message.received': 'message.added',
  'queue.overflowed': 'task.overflowed',
  'cluster.detected': 'ticket.created',
}
const triggersOf = Map.groupBy(caseTriggerEvents, (on): string => typeOf[on])

/** Types of events that may open a case: those of triggers, and the steps of policies that name a reason themselves. */
export const caseTriggerTypes: readonly EventType[] = [...new Set(Object.values(typeOf)), 'sla.escalated']

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
  const { feed, events } = await context.readByKeys(async (tx) => {
    const feed = await findLogPlace(tx, readerIn(context))
    const range = { types: caseTriggerTypes, after: feed.seq, upTo, limit: eventsTogether }
    return { feed, events: await findTriggerEvents(tx, workspaceId, range) }
  })
  // Most of what is said in chats opens nothing, whatever its ticket is like.
  const asked = events.filter((event) => isAsked(workflow, event))
  const ticketIds = [...new Set(asked.map(({ ticketId }) => ticketId))]
  const tickets =
    ticketIds.length === 0 ? [] : await context.readByKeys((tx) => findTriggerTickets(tx, workspaceId, ticketIds))
  const ticketOf = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  const texts = await readTexts(context, asked)
  const isClustering = workflow.cases.triggers.some(({ on }) => on === 'cluster.detected')
  const clusters: Clusters = isClustering ? await findClusters(context, events, ticketOf) : new Map()
  let from = feed
  for (const event of asked) {
    const ticket = ticketOf.get(event.ticketId)
    const wanted = ticket === undefined ? [] : casesOf(workflow, { event, ticket, texts, clusters })
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
  { event, ticket, texts, clusters }: { event: TriggerEvent; ticket: TriggerTicket; texts: Texts; clusters: Clusters },
): readonly WantedCase[] {
  if (event.type === 'sla.escalated') return casesOfStep(workflow, event).map(alone)
  const { triggers } = workflow.cases
  const cluster = clusters.get(event.id) ?? null
  return askedAbout(workflow, event).flatMap((on): WantedCase[] => {
    const isCluster = on === 'cluster.detected'
    if (isCluster && cluster === null) return []
    const said = on === 'message.received' ? (texts.get(`${event.ticketId} ${Number(event.data['seq'])}`) ?? '') : ''
    const facts = factsOf(workflow, { event, ticket, said, cluster })
    return chooseTriggers(triggers, on, facts).map((one) => (isCluster ? { ...one, cluster } : alone(one)))
  })
}

/** Whether its ticket may get a case for it, as far as the event and the workflow say. */
function isAsked(workflow: WorkflowSnapshot, event: TriggerEvent): boolean {
  if (event.type === 'sla.escalated') return casesOfStep(workflow, event).length > 0
  return askedAbout(workflow, event).length > 0
}

/** What triggers of this workflow may see in an event. */
function askedAbout({ cases }: WorkflowSnapshot, event: TriggerEvent): readonly CaseTriggerEvent[] {
  const seen = triggersOf.get(event.type) ?? []
  return seen.filter((on) => isMeant(on, event) && cases.triggers.some((trigger) => trigger.on === on))
}

/** A case that something opens, and the tickets that stand for one with its own. */
interface WantedCase extends TriggeredCase {
  readonly cluster: Cluster<AlikeTicket> | null
}

const alone = (one: TriggeredCase): WantedCase => ({ ...one, cluster: null })

function isMeant(on: CaseTriggerEvent, { data }: TriggerEvent): boolean {
  if (on === 'message.received') return data['authorKind'] === 'customer'
  return on !== 'queue.overflowed' || data['target'] === 'escalate'
}

/** What customers said by these events that triggers ask about: in chats that are many at once. */
async function readTexts(context: Context, asked: readonly TriggerEvent[]): Promise<Texts> {
  const places = asked
    .filter(({ type }) => type === typeOf['message.received'])
    .map(({ ticketId, data }) => ({ ticketId, seq: Number(data['seq']) }))
  if (places.length === 0) return new Map()
  return context.readByKeys((tx) => findMessageTexts(tx, context.workspace.id, places))
}

/** The case that a policy's step opens, unless its reason has been taken from the workflow meanwhile. */
function casesOfStep({ cases }: WorkflowSnapshot, { data }: TriggerEvent): readonly TriggeredCase[] {
  const { step, openCase: reason } = data
  if (typeof reason !== 'string' || !cases.reasons.has(reason)) return []
  return [{ trigger: String(step), reason, severity: null }]
}

function factsOf(
  workflow: WorkflowSnapshot,
  {
    event,
    ticket,
    said,
    cluster,
  }: Pick<WantedCase, 'cluster'> & { event: TriggerEvent; ticket: TriggerTicket; said: string },
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
  const change = new ChangedFacts()
  const { changed } = event.data
  if (Array.isArray(changed)) change.fields = changed.map(String)
  const clock = new ClockFacts()
  if (event.type === 'sla.breached') clock.metric = String(event.data['metric'])
  const message = Object.assign(new MessageFacts(), { text: said })
  const surge = Object.assign(new ClusterFacts(), {
    tickets: cluster?.surge.seen ?? 0,
    expected: cluster?.surge.expected ?? 0,
  })
  return { ...facts, ticket: life, change, message, clock, cluster: surge }
}

/** Opens what an event asks for and moves the place behind it, in one transaction. False when another reader was here. */
async function act(
  context: Context,
  { event, wanted, from }: { event: TriggerEvent; wanted: readonly WantedCase[]; from: LogPlace },
): Promise<boolean> {
  requirePermission(context, 'case:open')
  try {
    return await context.transaction(async (tx) => {
      const cause = { eventId: encodeId('event', event.id) }
      for (const { trigger, reason, severity, cluster } of wanted) {
        if (cluster !== null && (await isKnown(tx, context, { trigger, cluster, at: event.at }))) continue
        const note = cluster === null ? null : noteOfCluster(cluster)
        const opening = { ticketId: event.ticketId, reason, severity, lane: null, note, evidence: [], trigger }
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

/** Whether the tickets of a cluster have their case: one stands for all of them. */
function isKnown(
  tx: Tx,
  context: Context,
  { trigger, cluster, at }: { trigger: string; cluster: Cluster<AlikeTicket>; at: number },
): Promise<boolean> {
  const ticketIds = cluster.tickets.map(({ id }) => id)
  return hasCaseOfTrigger(tx, context.workspace.id, { trigger, ticketIds, since: at - surgeWindowMs })
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
