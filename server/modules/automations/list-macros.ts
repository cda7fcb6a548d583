import { describeAction, type Macro } from '../../core/automations/index.ts'
import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import { currentWorkflow, publishedWorkflow } from '../workflow/index.ts'
import { isFitting, macrosFor } from './macro-for.ts'
import { factsOfSubject } from './subject.ts'
import { findSubjects } from './subject-view.ts'

export interface ListedMacro {
  readonly macro: Macro
  /** Whether it is meant for the ticket asked about; null when none was. */
  readonly fits: boolean | null
  readonly does: readonly string[]
}

export interface MacroQuery {
  readonly ticketId: string | null
  readonly queue: string | null
  readonly language: string | null
  /** Part of its name or key. */
  readonly text: string | null
}

/**
 * The macros the caller may see, in the order of the workflow; with a ticket those meant for it come first. Null when
 * there is no such ticket.
 */
export async function listMacros(context: Context, query: MacroQuery): Promise<readonly ListedMacro[] | null> {
  requirePermission(context, 'workflow:read')
  const workflow = await publishedWorkflow(context)
  if (workflow === null) return []
  const asked = macrosFor(workflow, context.principal).filter((macro) => isAsked(macro, query))
  if (query.ticketId === null) return asked.map((macro) => listed(macro, null))
  const facts = await factsFor(context, query.ticketId)
  if (facts === null) return null
  const judged = asked.map((macro) => listed(macro, isFitting(macro, facts)))
  return [...judged.filter(({ fits }) => fits), ...judged.filter(({ fits }) => !fits)]
}

function listed(macro: Macro, fits: boolean | null): ListedMacro {
  return { macro, fits, does: macro.actions.map(describeAction) }
}

function isAsked({ slug, label, queues, body }: Macro, { queue, language, text }: MacroQuery): boolean {
  const wanted = text?.toLowerCase() ?? ''
  return (
    (queue === null || queues.length === 0 || queues.includes(queue)) &&
    (language === null || Object.hasOwn(body, language)) &&
    (label.toLowerCase().includes(wanted) || slug.includes(wanted))
  )
}

async function factsFor(context: Context, ticketId: string) {
  const workflow = await currentWorkflow(context)
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    const [row] = await findSubjects(tx, context.workspace.id, [ticketId])
    if (ticket === null || row === undefined || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    return factsOfSubject(workflow, row, context.now())
  })
}
