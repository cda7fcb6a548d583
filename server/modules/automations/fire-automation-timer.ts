import { byTime, dueOf, nextDue } from '../../core/automations/index.ts'
import { SaidFacts } from '../../core/expressions/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { gripTicket } from '../handling/index.ts'
import { armTimer, type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { actOnTicket, type RuleToAsk } from './act-on-ticket.ts'
import { agentsNamed } from './do-actions.ts'
import { requireSystem } from './require-system.ts'
import { timesOfSubject } from './subject.ts'
import { findSubjects, type SubjectRow } from './subject-view.ts'

/**
 * Lets the rules act whose time has come for a ticket, each once for one waiting, in one transaction with the timer
 * itself, and says when the next one's comes. False when the timer was moved or taken over meanwhile.
 */
export async function fireAutomationTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requireSystem(context)
  const { subjectId: ticketId } = timer
  const workflow = await currentWorkflow(context)
  const timed = workflow.automation.rules.filter(({ time, isOff }) => time !== null && !isOff)
  const agentIds = agentsNamed(
    timed.flatMap(({ actions }) => actions),
    null,
  )
  // oxlint-disable-next-line switchyard/verb -- what is done is told by the verbs that do it
  return context.transaction(async (tx) => {
    const grip = await gripTicket(tx, context, { ticketId, agentIds })
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    const row = await readRow(tx, context, ticketId)
    if (grip === null || row === null || row.isMerged) return true
    const times = timesOfSubject(row)
    const rules = timed.flatMap((rule): RuleToAsk[] => {
      const due = rule.time === null ? null : dueOf(rule.time, times)
      return due === null || due.at > context.now() ? [] : [{ rule, trigger: `time:${due.since}` }]
    })
    const asking = { ticketId, workflow, occasion: byTime, said: new SaidFacts(), eventId: null, rules }
    await actOnTicket(tx, context, asking)
    const after = await readRow(tx, context, ticketId)
    const dueAt = after === null ? null : nextDue(timed, timesOfSubject(after), context.now())
    if (dueAt !== null) await armTimer(tx, context.workspace.id, { kind: 'automation', subjectId: ticketId, dueAt })
    return true
  })
}

async function readRow(tx: Tx, context: Context, ticketId: string): Promise<SubjectRow | null> {
  const [row] = await findSubjects(tx, context.workspace.id, [ticketId])
  return row ?? null
}
