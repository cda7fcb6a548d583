import {
  type Automation,
  automationEvents,
  controlsFor,
  firstResponseRule,
  logTypeOf,
  nextDue,
  type Occasion,
  occasionOf,
} from '../../core/automations/index.ts'
import { SaidFacts } from '../../core/expressions/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import type { EventType } from '../events/index.ts'
import { gripTicket } from '../handling/index.ts'
import { armTimersAt } from '../timers/index.ts'
import { currentWorkflow, reloadWorkflow } from '../workflow/index.ts'
import { actOnTicket, wantsToAct } from './act-on-ticket.ts'
import { armOpenTickets } from './arm-open-tickets.ts'
import { countFeedFailure, findFeedPlace, holdFeedPlace, moveFeedPlace } from './automation-feed-store.ts'
import { agentsNamed } from './do-actions.ts'
import { requireSystem } from './require-system.ts'
import { factsOfSubject, timesOfSubject } from './subject.ts'
import { findFollowedEvents, findSaid, findSubjects, type FollowedEvent, type SubjectRow } from './subject-view.ts'

/** Types of events that automations may act on. */
export const automationTypes: readonly EventType[] = [
  ...new Set(automationEvents.map((event) => logTypeOf(event) as EventType)),
  'workflow.published',
]

const eventsTogether = 200
/** An event that fails this often in a row is passed over, so that it does not keep the others from being looked at. */
const failuresAtMost = 5

/**
 * Lets automations act on the events up to a number of the log: each event is acted on once, whoever and however many
 * look, since the place in the log moves in the transaction of what is done. Also says when time will have something to do.
 * False when there may be more.
 */
export async function followEvents(context: Context, { upTo }: { upTo: number }): Promise<boolean> {
  requireSystem(context)
  const workspaceId = context.workspace.id
  const { from, events } = await context.read(async (tx) => {
    const from = await findFeedPlace(tx, workspaceId)
    const range = { types: automationTypes, after: from, upTo, limit: eventsTogether }
    return { from, events: await findFollowedEvents(tx, workspaceId, range) }
  })
  const isAll = events.length < eventsTogether
  const to = isAll ? upTo : (events.at(-1)?.seq ?? upTo)
  if (events.length === 0) {
    if (to > from) await pass(context, from, to)
    return true
  }
  const end = await serve(context, await workflowFor(context, events), { events, from })
  if (end === null) return true
  if (to > end.at) await pass(context, end.at, to, end.dues)
  return isAll
}

/** The workflow in force, and not one from before a publication among these events. */
async function workflowFor(context: Context, events: readonly FollowedEvent[]): Promise<WorkflowSnapshot> {
  const published = events.findLast(({ type }) => type === 'workflow.published')
  const workflow = await currentWorkflow(context)
  return Number(published?.data['version'] ?? 0) > workflow.version ? reloadWorkflow(context) : workflow
}

type Dues = readonly { readonly subjectId: string; readonly dueAt: number }[]

/** Acts on events in their order. Null when another reader was here; else how far the place was moved on the way. */
async function serve(
  context: Context,
  workflow: WorkflowSnapshot,
  { events, from }: { events: readonly FollowedEvent[]; from: number },
): Promise<{ at: number; dues: Dues } | null> {
  const timed = workflow.automation.rules.filter(({ time, isOff }) => time !== null && !isOff)
  const rows = await readRows(context, events)
  let at = from
  for (const event of events) {
    if (event.type === 'workflow.published' && timed.length > 0) await armOpenTickets(context)
    const row = event.ticketId === null ? undefined : rows.get(event.ticketId)
    const occasion = row === undefined ? null : occasionOf(event)
    if (row === undefined || occasion === null || row.isMerged) continue
    const meant = { workflow, rules: rulesFor(workflow, row), row, event, occasion }
    if (!(await isWanted(context, meant))) continue
    const acted = await act(context, { ...meant, from: at })
    if (acted === 'been_here') return null
    at = event.seq
    // What was done may be what the next event is asked about.
    for (const [id, fresh] of await readRows(context, [event])) rows.set(id, fresh)
  }
  const dues = [...rows.values()].flatMap((row) => {
    const dueAt = nextDue(timed, timesOfSubject(row), 0)
    return dueAt === null ? [] : [{ subjectId: row.id, dueAt }]
  })
  return { at, dues }
}

async function readRows(context: Context, events: readonly FollowedEvent[]): Promise<Map<string, SubjectRow>> {
  const ids = [...new Set(events.flatMap(({ ticketId }) => ticketId ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await context.read((tx) => findSubjects(tx, context.workspace.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** The first response is a rule before all others, where the workflow lets it be sent. */
function rulesFor({ automation }: WorkflowSnapshot, row: SubjectRow): readonly Automation[] {
  const { firstResponse } = controlsFor(automation.controls, row)
  return firstResponse === 'send' ? [firstResponseRule, ...automation.rules] : automation.rules
}

interface Meant {
  readonly workflow: WorkflowSnapshot
  readonly rules: readonly Automation[]
  readonly row: SubjectRow
  readonly event: FollowedEvent
  readonly occasion: Occasion
}

async function isWanted(context: Context, { workflow, rules, row, event, occasion }: Meant): Promise<boolean> {
  const { on, change } = occasion
  const asked = rules.filter(({ events }) => on !== 'time' && events.has(on))
  if (asked.length === 0) return false
  const message = await saidIn(context, event)
  const facts = { ...factsOfSubject(workflow, row, context.now()), change, message }
  return wantsToAct(asked, { occasion, facts })
}

async function saidIn(context: Context, { type, ticketId, data }: FollowedEvent): Promise<SaidFacts> {
  if (type !== 'message.added' || ticketId === null) return new SaidFacts()
  const seq = Number(data['seq'])
  const said = await context.read((tx) => findSaid(tx, context.workspace.id, { ticketId, seq }))
  return Object.assign(new SaidFacts(), said ?? {})
}

async function act(context: Context, meant: Meant & { from: number }): Promise<'acted' | 'been_here'> {
  const { workflow, rules, row, event, occasion, from } = meant
  const workspaceId = context.workspace.id
  const said = await saidIn(context, event)
  try {
    // oxlint-disable-next-line switchyard/verb -- what is done is told by the verbs that do it
    return await context.transaction(async (tx) => {
      if (!(await holdFeedPlace(tx, workspaceId, from))) return 'been_here'
      const agentIds = agentsNamed(
        rules.flatMap(({ actions }) => actions),
        null,
      )
      await gripTicket(tx, context, { ticketId: row.id, agentIds })
      const trigger = `event:${event.seq}`
      const asked = rules.map((rule) => ({ rule, trigger }))
      await actOnTicket(tx, context, { ticketId: row.id, workflow, occasion, said, eventId: event.id, rules: asked })
      await moveFeedPlace(tx, workspaceId, { from, to: event.seq })
      return 'acted'
    })
  } catch (error) {
    // oxlint-disable-next-line switchyard/verb -- moves only the place in the log, which no event tells of
    const failures = await context.transaction((tx) => countFeedFailure(tx, workspaceId, from))
    if (failures < failuresAtMost) throw error
    await pass(context, from, event.seq)
    return 'acted'
  }
}

async function pass(context: Context, from: number, to: number, dues: Dues = []): Promise<void> {
  const workspaceId = context.workspace.id
  // oxlint-disable-next-line switchyard/verb -- moves only the place in the log, which no event tells of
  await context.transaction(async (tx) => {
    if (await moveFeedPlace(tx, workspaceId, { from, to }))
      await armTimersAt(tx, workspaceId, { kind: 'automation', dues })
  })
}
