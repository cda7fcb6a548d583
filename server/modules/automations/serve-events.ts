import { firstResponseRule, nextDue, occasionOf } from '../../core/automations/index.ts'
import { SaidFacts } from '../../core/expressions/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { inLanes } from '../../platform/in-lanes.ts'
import { countLogFailure, moveLogPlace } from '../events/index.ts'
import { hastenUnpromised } from '../handling/index.ts'
import { hastenOutdated } from '../sla/index.ts'
import { armTimersAt } from '../timers/index.ts'
import { actOnEvent, askedOf, isWanted, readerIn, readSaid } from './act-on-event.ts'
import { armOpenTickets } from './arm-open-tickets.ts'
import { timesOfSubject } from './subject.ts'
import { findSubjects, type FollowedEvent, type SubjectRow } from './subject-view.ts'

/** Events to act on, and the place in the log before the first of them. */
export interface Serving {
  readonly workflow: WorkflowSnapshot
  readonly events: readonly FollowedEvent[]
  readonly from: number
}

/** How far the place was moved on the way, and when time will have something to do. */
export interface Served {
  readonly at: number
  readonly dues: readonly { readonly subjectId: string; readonly dueAt: number }[]
}

/** An event that fails this often in a row is passed over, so that it does not keep the others from being looked at. */
const failuresAtMost = 5
const customersAtOnce = 4

/** Acts on events in their order, one by one, and moves the place behind each. Null when another reader was here. */
export async function serveInOrder(context: Context, { workflow, events, from }: Serving): Promise<Served | null> {
  const rows = await readConcerned(context, workflow, events)
  const words = await saidBy(context, { workflow, events, rows })
  let at = from
  for (const event of events) {
    if (event.type === 'workflow.published') await followPublication(context, workflow)
    const asked = askedOf(workflow, event, rowOf(rows, event))
    const said = words(event)
    if (asked === null || !isWanted(context, asked, said)) continue
    try {
      if (!(await actOnEvent(context, asked, { from: at, alone: true, said }))) return null
    } catch (error) {
      if ((await countFailure(context, at)) < failuresAtMost) throw error
      await passEvents(context, { from: at, to: event.seq, dues: [] })
    }
    at = event.seq
    // What was done may be what the next event is asked about.
    await readAgain(context, rows, event)
  }
  return { at, dues: duesOf(workflow, rows) }
}

/** Open tickets are looked at when what counts for them has changed: their promises, and the rules about time. */
async function followPublication(context: Context, workflow: WorkflowSnapshot): Promise<void> {
  await hastenOutdated(context, workflow)
  await hastenUnpromised(context, workflow)
  if (timedRules(workflow).length > 0) await armOpenTickets(context, workflow)
}

/**
 * Acts on events of several customers at once, of each in their order: what rules look back on is of a ticket or of its
 * customer. The place stays where it is; who looks at them again, or beside this reader, finds the runs that were kept.
 * What fails is counted, and is then for `serveInOrder`. Null when another reader was here.
 */
export async function serveAtOnce(context: Context, { workflow, events, from }: Serving): Promise<Served | null> {
  const rows = await readConcerned(context, workflow, events)
  const words = await saidBy(context, { workflow, events, rows })
  const byCustomer = Map.groupBy(events, (event) => rowOf(rows, event)?.customerId ?? null)
  byCustomer.delete(null)
  let isOvertaken = false
  try {
    await inLanes([...byCustomer.values()], customersAtOnce, async (own) => {
      for (const event of own) {
        const asked = askedOf(workflow, event, rowOf(rows, event))
        const said = words(event)
        if (isOvertaken || asked === null || !isWanted(context, asked, said)) continue
        if (!(await actOnEvent(context, asked, { from, alone: false, said }))) isOvertaken = true
        await readAgain(context, rows, event)
      }
    })
  } catch (error) {
    await countFailure(context, from)
    throw error
  }
  return isOvertaken ? null : { at: from, dues: duesOf(workflow, rows) }
}

/** Moves the place over events that were looked at, and says when time will have something to do about their tickets. */
export async function passEvents(
  context: Context,
  { from, to, dues }: { from: number; to: number; dues: Served['dues'] },
): Promise<void> {
  // oxlint-disable-next-line switchyard/verb -- moves only the place in the log, which no event tells of
  await context.transaction(async (tx) => {
    if (await moveLogPlace(tx, readerIn(context), { from, to }))
      await armTimersAt(tx, context.workspace.id, { kind: 'automation', dues })
  })
}

function countFailure(context: Context, at: number): Promise<number> {
  // oxlint-disable-next-line switchyard/verb -- as above
  return context.transaction((tx) => countLogFailure(tx, readerIn(context), at))
}

/** What was said by each of these events, read together: in chats that is much at once. */
async function saidBy(
  context: Context,
  { workflow, events, rows }: Pick<Serving, 'workflow' | 'events'> & { rows: Rows },
): Promise<(event: FollowedEvent) => SaidFacts> {
  const words = await readSaid(
    context,
    events.flatMap((event) => askedOf(workflow, event, rowOf(rows, event)) ?? []),
  )
  return ({ seq }) => words.get(seq) ?? new SaidFacts()
}

type Rows = Map<string, SubjectRow>

/** The tickets that rules may have something to say of: those of what rules act on, and those that wait for a time. */
async function readConcerned(
  context: Context,
  workflow: WorkflowSnapshot,
  events: readonly FollowedEvent[],
): Promise<Rows> {
  const { rules } = workflow.automation
  const isActedOn = (event: FollowedEvent) => {
    const on = occasionOf(event)?.on ?? 'time'
    return on !== 'time' && [firstResponseRule, ...rules].some(({ events }) => events.has(on))
  }
  const asked = new Set(events.filter(isActedOn).flatMap(({ ticketId }) => ticketId ?? []))
  const others = new Set(events.flatMap(({ ticketId }) => ticketId ?? [])).difference(asked)
  const rows = await readRows(context, asked)
  for (const [id, row] of await readRows(context, others, statesOfTime(workflow))) rows.set(id, row)
  return rows
}

/** Statuses and their kinds in which rules wait for a time; null = all. */
function statesOfTime(workflow: WorkflowSnapshot): readonly string[] | null {
  const states = timedRules(workflow).map(({ time }) => time?.in ?? [])
  return states.some((some) => some.length === 0) ? null : states.flat()
}

async function readRows(
  context: Context,
  ticketIds: ReadonlySet<string>,
  states: readonly string[] | null = null,
): Promise<Rows> {
  if (ticketIds.size === 0 || states?.length === 0) return new Map()
  const rows = await context.readByKeys((tx) => findSubjects(tx, context.workspace.id, [...ticketIds], states))
  return new Map(rows.map((row) => [row.id, row]))
}

async function readAgain(context: Context, rows: Rows, { ticketId }: FollowedEvent): Promise<void> {
  if (ticketId !== null) for (const [id, fresh] of await readRows(context, new Set([ticketId]))) rows.set(id, fresh)
}

function rowOf(rows: Rows, { ticketId }: FollowedEvent): SubjectRow | undefined {
  return ticketId === null ? undefined : rows.get(ticketId)
}

function timedRules({ automation }: WorkflowSnapshot) {
  return automation.rules.filter(({ time, isOff }) => time !== null && !isOff)
}

function duesOf(workflow: WorkflowSnapshot, rows: Rows): Served['dues'] {
  const timed = timedRules(workflow)
  return [...rows.values()].flatMap((row) => {
    const dueAt = nextDue(timed, timesOfSubject(row), 0)
    return dueAt === null ? [] : [{ subjectId: row.id, dueAt }]
  })
}
