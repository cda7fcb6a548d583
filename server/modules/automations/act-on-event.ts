import {
  type Automation,
  controlsFor,
  firstResponseRule,
  type Occasion,
  occasionOf,
} from '../../core/automations/index.ts'
import { SaidFacts } from '../../core/expressions/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { holdLogPlace, type LogReader, moveLogPlace } from '../events/index.ts'
import { gripTicket } from '../handling/index.ts'
import { actOnTicket, wantsToAct } from './act-on-ticket.ts'
import { agentsNamed } from './do-actions.ts'
import { factsOfSubject } from './subject.ts'
import { findSaid, type FollowedEvent, type SubjectRow } from './subject-view.ts'

export const readerIn = ({ workspace }: Context): LogReader => ({ workspaceId: workspace.id, reader: 'automations' })

/** An event with what rules are asked about it. */
export interface Asked {
  readonly workflow: WorkflowSnapshot
  readonly rules: readonly Automation[]
  readonly row: SubjectRow
  readonly event: FollowedEvent
  readonly occasion: Occasion
}

/** What is asked about an event of a ticket as it stands; null when rules have nothing to say of it. */
export function askedOf(workflow: WorkflowSnapshot, event: FollowedEvent, row: SubjectRow | undefined): Asked | null {
  const occasion = row === undefined ? null : occasionOf(event)
  if (row === undefined || occasion === null || row.isMerged) return null
  return { workflow, rules: rulesFor(workflow, row), row, event, occasion }
}

/** The first response is a rule before all others, where the workflow lets it be sent. */
function rulesFor({ automation }: WorkflowSnapshot, row: SubjectRow): readonly Automation[] {
  const { firstResponse } = controlsFor(automation.controls, row)
  return firstResponse === 'send' ? [firstResponseRule, ...automation.rules] : automation.rules
}

/** Whether a rule may want to act, which is asked without holding anything. */
export function isWanted(context: Context, asked: Asked, said: SaidFacts): boolean {
  const { workflow, row, occasion } = asked
  const rules = rulesOn(asked)
  if (rules.length === 0) return false
  const facts = { ...factsOfSubject(workflow, row, context.now()), change: occasion.change, message: said }
  return wantsToAct(rules, { occasion, facts })
}

function rulesOn({ rules, occasion: { on } }: Asked): Automation[] {
  return rules.filter(({ events }) => on !== 'time' && events.has(on))
}

/** What was said by these events, where a rule may want to know: by the number of the event. */
export async function readSaid(context: Context, asked: readonly Asked[]): Promise<ReadonlyMap<number, SaidFacts>> {
  const places = asked.flatMap((one) => {
    const { type, ticketId, data, seq } = one.event
    if (type !== 'message.added' || ticketId === null || rulesOn(one).length === 0) return []
    return [{ event: seq, ticketId, seq: Number(data['seq']) }]
  })
  if (places.length === 0) return new Map()
  const found = await context.read((tx) => findSaid(tx, context.workspace.id, places))
  return new Map(
    places.map(({ event, ticketId, seq }) => [
      event,
      Object.assign(new SaidFacts(), found.get(`${ticketId} ${seq}`) ?? {}),
    ]),
  )
}

/**
 * Lets rules act on an event while the place in the log is at `from`; false when another reader has moved it. `alone`
 * moves it behind the event; else others act on other events meanwhile, and the runs that are kept say what was done.
 */
export async function actOnEvent(
  context: Context,
  { workflow, rules, row, event, occasion }: Asked,
  { from, alone, said }: { from: number; alone: boolean; said: SaidFacts },
): Promise<boolean> {
  const { id: ticketId } = row
  const agentIds = agentsNamed(
    rules.flatMap(({ actions }) => actions),
    null,
  )
  const asked = rules.map((rule) => ({ rule, trigger: `event:${event.seq}` }))
  // oxlint-disable-next-line switchyard/verb -- what is done is told by the verbs that do it
  return context.transaction(async (tx) => {
    if (!(await holdLogPlace(tx, readerIn(context), { seq: from, alone }))) return false
    await gripTicket(tx, context, { ticketId, agentIds })
    await actOnTicket(tx, context, { ticketId, workflow, occasion, said, eventId: event.id, rules: asked })
    if (alone) await moveLogPlace(tx, readerIn(context), { from, to: event.seq })
    return true
  })
}
