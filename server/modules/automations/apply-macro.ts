import { type Action, describeAction, type Macro, renderTemplate, textIn } from '../../core/automations/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { because, type Context, type Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { addMessage, gripTicket } from '../handling/index.ts'
import { findTicket, isToldNames, type Message, placeOf, type Ticket } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { agentsNamed, doActions } from './do-actions.ts'
import { macrosFor } from './macro-for.ts'
import { valuesOfSubject } from './subject.ts'
import { findSubjects } from './subject-view.ts'

export interface MacroUse {
  readonly ticketId: string
  readonly key: string
  /** Only says what it would say and do. */
  readonly isPreview: boolean
  /** What to say instead of the macro's own text: it was changed by who applies it. */
  readonly body: string | null
  /** The last message its sender has seen; newer public ones are a conflict. Null = not asked. */
  readonly lastSeenSeq: number | null
  /** Files that go with what is said; none when left out. */
  readonly fileIds?: readonly string[]
  readonly expectedVersion: number | null
}

export interface UsedMacro {
  readonly macro: Macro
  readonly ticket: Ticket
  /** What is said, '' when the macro says nothing. */
  readonly text: string
  readonly language: string
  readonly does: readonly string[]
  /** Null in a preview. */
  readonly message: Message | null
}

/**
 * Says the text of a macro in the ticket's language and does what comes with it, in one transaction: all of it or
 * nothing, each by the caller's own permission. Null when there is no such ticket, or no such macro for this caller.
 * Throws what the verbs throw.
 */
export async function applyMacro(context: Context, use: MacroUse): Promise<UsedMacro | null> {
  requirePermission(context, 'workflow:read')
  const workflow = await currentWorkflow(context)
  const macro = macrosFor(workflow, context.principal).find(({ slug }) => slug === use.key)
  if (macro === undefined) return null
  if (use.isPreview) return context.read((tx) => preview(tx, context, { use, macro, workflow }))
  const agentId = context.principal.agentId
  // oxlint-disable-next-line switchyard/verb -- what is done is told by the verbs that do it
  return context.transaction(async (tx) => {
    await gripTicket(tx, context, { ticketId: use.ticketId, agentIds: agentsNamed(macro.actions, agentId) })
    const shown = await preview(tx, context, { use, macro, workflow })
    if (shown === null) return null
    refuseOtherVersion(shown.ticket, use.expectedVersion)
    const caused = because(context, { macro: macro.slug })
    const message = await say(tx, caused, { use, shown })
    const agent = agentId === null ? null : { id: agentId, name: context.principal.name }
    await doActions(
      tx,
      caused,
      { by: 'macro', ticketId: use.ticketId, workflow, slug: macro.slug, agent },
      macro.actions,
    )
    const ticket = await findTicket(tx, context.workspace.id, use.ticketId)
    return ticket === null ? null : { ...shown, ticket, message }
  })
}

async function preview(
  tx: Tx,
  context: Context,
  { use, macro, workflow }: { use: MacroUse; macro: Macro; workflow: WorkflowSnapshot },
): Promise<UsedMacro | null> {
  const ticket = await findTicket(tx, context.workspace.id, use.ticketId)
  const [row] = await findSubjects(tx, context.workspace.id, [use.ticketId])
  if (ticket === null || row === undefined || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
  const found = textIn(macro.body, ticket.language, workflow.defaults.language)
  const about = { workspace: context.workspace.name, agent: context.principal.name }
  const known = isToldNames(context.principal) ? row : { ...row, customerName: null }
  const text = use.body ?? renderTemplate(found?.text ?? '', valuesOfSubject(workflow, known, about))
  const does = macro.actions.map((action: Action) => describeAction(action))
  return { macro, ticket, text, language: found?.language ?? ticket.language, does, message: null }
}

async function say(
  tx: Tx,
  context: Context,
  { use, shown }: { use: MacroUse; shown: UsedMacro },
): Promise<Message | null> {
  const { ticketId, lastSeenSeq, fileIds = [] } = use
  if (shown.text.trim() === '' && fileIds.length === 0) return null
  const visibility = shown.macro.isInternal ? 'internal' : 'public'
  const said = {
    ticketId,
    body: shown.text,
    visibility,
    clientId: null,
    asCustomer: false,
    lastSeenSeq,
    fileIds,
  } as const
  return (await addMessage(context.within(tx), said))?.message ?? null
}

function refuseOtherVersion({ version }: Ticket, expected: number | null): void {
  if (expected === null || expected === version) return
  throw new AppError('version_mismatch', `The ticket is at version ${version}, not ${expected}.`, {
    currentVersion: version,
  })
}
