import {
  type Automation,
  foresee,
  type Occasion,
  occasionOf,
  type PastRuns,
  planRules,
  withRun,
} from '../../core/automations/index.ts'
import { type AutomationFacts, AutomationTicket, SaidFacts } from '../../core/expressions/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { actorOf } from '../events/index.ts'
import type { TicketChange } from '../handling/index.ts'
import { pastOf } from './act-on-ticket.ts'
import { factsOfSubject } from './subject.ts'
import { findSubjects } from './subject-view.ts'

/** A change that is only supposed, with what it would say on the ticket. */
export interface SupposedChange {
  readonly ticketId: string
  readonly change: TicketChange
  readonly says: { readonly text: string; readonly visibility: 'public' | 'internal' } | null
}

/** A rule that would act on a change, on which event, and what it would do. */
export interface ForeseenRule {
  readonly automation: string
  readonly label: string
  readonly on: string
  readonly does: readonly string[]
}

/** An event the change would write, and what was said by it. */
interface ForeseenEvent {
  readonly occasion: Occasion
  readonly message: SaidFacts
}

/**
 * Which automations would act on changes that are only supposed, by the id of the ticket: each is asked about the events
 * of its change, in their order and of the ticket as it would be then. Not asked are rules that wait for time or for a
 * clock, and what the rules themselves lead to. Nothing is done.
 */
export async function foreseeAutomations(
  context: Context,
  workflow: WorkflowSnapshot,
  changes: readonly SupposedChange[],
): Promise<ReadonlyMap<string, readonly ForeseenRule[]>> {
  const { rules } = workflow.automation
  const asked = changes.flatMap((supposed) => {
    const events = eventsOf(context, supposed).filter(({ occasion }) => isAskedOn(rules, occasion))
    return events.length === 0 ? [] : [{ supposed, events }]
  })
  if (asked.length === 0) return new Map()
  return context.read(async (tx) => {
    const ids = asked.map(({ supposed }) => supposed.ticketId)
    const rows = new Map((await findSubjects(tx, context.workspace.id, ids)).map((row) => [row.id, row]))
    const found = new Map<string, readonly ForeseenRule[]>()
    for (const { supposed, events } of asked) {
      const row = rows.get(supposed.ticketId)
      if (row === undefined) continue
      const { past } = await pastOf(tx, context, row.id)
      const facts = afterChange(factsOfSubject(workflow, row, context.now()), supposed)
      found.set(row.id, actingOn(rules, { events, facts, past }))
    }
    return found
  })
}

function isAskedOn(rules: readonly Automation[], { on }: Occasion): boolean {
  return on !== 'time' && rules.some(({ events, isOff }) => !isOff && events.has(on))
}

/** The events the change would write that rules can be asked about; what is said comes first. */
function eventsOf({ principal }: Context, { change, says }: SupposedChange): ForeseenEvent[] {
  const { kind: actorKind } = actorOf(principal)
  const silent = new SaidFacts()
  const said = says === null ? silent : Object.assign(new SaidFacts(), { text: says.text, author: actorKind })
  const spoken =
    says === null ? [] : [{ type: 'message.added', data: { visibility: says.visibility, authorKind: actorKind } }]
  const events = [
    ...spoken.map((event) => ({ ...event, message: said })),
    ...change.facts.map(({ type, data }) => ({ type, data: { ...data }, message: silent })),
  ]
  return events.flatMap(({ type, data, message }) => {
    const occasion = occasionOf({ type, data, cause: null, actorKind })
    return occasion === null ? [] : [{ occasion, message }]
  })
}

/** The rules that act on these events, each seeing what those before it would have done. */
function actingOn(
  rules: readonly Automation[],
  { events, ...before }: { events: readonly ForeseenEvent[]; facts: AutomationFacts; past: PastRuns },
): ForeseenRule[] {
  let { facts, past } = before
  return events.flatMap(({ occasion, message }) => {
    const asked = { occasion, facts: { ...facts, change: occasion.change, message }, past }
    const acting = planRules(rules, asked).filter(({ fires }) => fires)
    for (const { rule } of acting) {
      facts = foresee(facts, rule.actions)
      past = withRun(past, rule.slug)
    }
    return acting.map(({ rule, does }) => ({ automation: rule.slug, label: rule.label, on: occasion.on, does }))
  })
}

/** What rules may ask of the ticket once it is changed. */
function afterChange(facts: AutomationFacts, { change: { patch }, says }: SupposedChange): AutomationFacts {
  const { status, statusCategory, reopened, classifiedBy, assigneeId } = patch
  const { priority, queue, type, category, language, tags, affected, fields } = patch
  const told = { status, statusCategory, reopened, classifiedBy, priority, queue, type, category, language }
  const set = Object.entries({ ...told, tags, affected, fields }).flatMap(([name, to]): [string, unknown][] =>
    to === undefined ? [] : [[name, to ?? '']],
  )
  const ticket = Object.assign(new AutomationTicket(), facts.ticket, Object.fromEntries(set), {
    ...(status !== undefined && { minutesInStatus: 0 }),
    ...(assigneeId !== undefined && {
      assignee: assigneeId === null ? '' : encodeId('agent', assigneeId),
      assigned: assigneeId !== null,
    }),
    ...(says !== null && { messages: facts.ticket.messages + 1 }),
    ...(says?.visibility === 'public' && { answered: true }),
  })
  return { ...facts, ticket }
}
