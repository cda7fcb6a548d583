import { type Action, firstResponseText, renderTemplate, textIn } from '../../core/automations/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { decodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { openCase } from '../cases/index.ts'
import {
  addMessage,
  assignTicket,
  handleTicket,
  noChange,
  type TicketUpdate,
  transitionTicket,
  unassignTicket,
  updateTicket,
} from '../handling/index.ts'
import { findTicket, placeOf, type Ticket } from '../tickets/index.ts'
import { factsOfSubject, valuesOfSubject } from './subject.ts'
import { findSubjects, type SubjectRow } from './subject-view.ts'

/** Whose actions they are: `slug` of the automation or macro, and who `me` is. */
export interface Doing {
  readonly by: 'automation' | 'macro'
  readonly ticketId: string
  readonly workflow: WorkflowSnapshot
  readonly slug: string
  readonly agent: { readonly id: string; readonly name: string } | null
}

/**
 * Does things to a ticket one after the other, each by the verb that people use, in the caller's transaction. The caller
 * holds the ticket and every agent that is named. Throws what a verb throws: then nothing of it stays.
 */
export async function doActions(tx: Tx, context: Context, doing: Doing, actions: readonly Action[]): Promise<void> {
  const within = context.within(tx)
  for (const action of joined(actions)) {
    const ticket = await findTicket(tx, context.workspace.id, doing.ticketId)
    if (ticket === null) throw new AppError('not_found', 'There is no such ticket.')
    await doAction(tx, within, { ...doing, ticket }, action)
  }
  await notifyTeams(within, doing, actions)
}

/** Records which teams are to know of the ticket: once, whatever names them. They are told by what follows the log. */
async function notifyTeams(context: Context, { ticketId, by }: Doing, actions: readonly Action[]): Promise<void> {
  const teams = teamsNamed(actions)
  if (teams.length === 0) return
  const facts = [{ type: 'ticket.team_notified', data: { teams, by } }] as const
  await handleTicket(context, { ticketId, permission: 'note:write' }, () => ({ ...noChange, facts }))
}

/** The teams that actions notify, each once. */
export function teamsNamed(actions: readonly Action[]): string[] {
  return [...new Set(actions.flatMap((action) => (action.kind === 'notify' ? action.teams : [])))]
}

/** What is done in one go. */
export type Step =
  | { readonly kind: 'update'; readonly actions: readonly Action[] }
  | Exclude<Action, { kind: UpdateKind }>
const updateKinds = ['setPriority', 'setType', 'setCategory', 'setQueue', 'setFields', 'tag', 'untag'] as const
type UpdateKind = (typeof updateKinds)[number]

function isUpdate(action: Action): action is Extract<Action, { kind: UpdateKind }> {
  return updateKinds.some((kind) => kind === action.kind)
}

/** What sets properties one after the other is one change of the ticket. */
export function joined(actions: readonly Action[]): readonly Step[] {
  const steps: Step[] = []
  for (const action of actions) {
    const last = steps.at(-1)
    if (!isUpdate(action)) steps.push(action)
    else if (last?.kind === 'update') steps[steps.length - 1] = { kind: 'update', actions: [...last.actions, action] }
    else steps.push({ kind: 'update', actions: [action] })
  }
  return steps
}

async function doAction(tx: Tx, context: Context, doing: Doing & { ticket: Ticket }, step: Step): Promise<void> {
  const { ticketId, ticket } = doing
  switch (step.kind) {
    case 'update':
      await updateTicket(context, { ticketId, update: updateOf(ticket, step.actions), expectedVersion: null })
      return
    case 'transition': {
      const { to, resolution, note } = step
      if (ticket.status === to) return
      const brought = { ...(resolution !== null && { resolution }), ...(note !== null && { note }) }
      await transitionTicket(context, { ticketId, to, ...brought })
      return
    }
    case 'assign':
      await assignTicket(context, { ticketId, agentId: agentOf(doing, step.agent) })
      return
    case 'unassign':
      await unassignTicket(context, { ticketId })
      return
    case 'note':
      await say(context, doing, { visibility: 'internal', body: await filled(tx, context, doing, step.text) })
      return
    case 'send':
    case 'firstResponse':
      await say(context, doing, { visibility: 'public', body: await sentText(tx, context, doing, step) })
      return
    case 'openCase': {
      requirePermission(context, 'case:open', placeOf(ticket))
      const { reason, severity, note } = step
      await openCase(tx, context, { ticketId, reason, severity, note, lane: null, evidence: [], trigger: doing.slug })
      return
    }
    // Recorded once for all of them, after the others.
    case 'notify':
  }
}

function say(
  context: Context,
  { ticketId }: Doing,
  said: { visibility: 'public' | 'internal'; body: string },
): Promise<unknown> {
  return addMessage(context, { ticketId, ...said, clientId: null, asCustomer: false, lastSeenSeq: null })
}

/** What actions that set properties make of a ticket. */
export function updateOf(ticket: Ticket, actions: readonly Action[]): TicketUpdate {
  let tags = [...ticket.tags]
  const update: Record<string, unknown> = {}
  for (const action of actions) {
    if (action.kind === 'tag') tags = [...new Set([...tags, ...action.tags])]
    if (action.kind === 'untag') tags = tags.filter((tag) => !action.tags.includes(tag))
    if (action.kind === 'tag' || action.kind === 'untag') update['tags'] = tags
    if (action.kind === 'setFields')
      update['fields'] = { ...(update['fields'] as object | undefined), ...action.fields }
    if (action.kind === 'setPriority') update['priority'] = action.to
    if (action.kind === 'setType') update['type'] = action.to
    if (action.kind === 'setCategory') update['category'] = action.to
    if (action.kind === 'setQueue') update['queue'] = action.to
  }
  return update
}

/** The agent an action names. Throws `invalid` when it is nobody. */
export function agentOf({ agent }: Pick<Doing, 'agent'>, named: string): string {
  const id = named === 'me' ? (agent?.id ?? null) : decodeId('agent', named)
  if (id !== null) return id
  throw new AppError('conflict', 'This assigns the ticket to whoever applies it, and you are no agent.')
}

/** The agents whose load these actions may touch, to be held before the ticket. */
export function agentsNamed(actions: readonly Action[], agentId: string | null): string[] {
  return actions.flatMap((action) => {
    if (action.kind !== 'assign') return []
    const id = action.agent === 'me' ? agentId : decodeId('agent', action.agent)
    return id === null ? [] : [id]
  })
}

async function sentText(
  tx: Tx,
  context: Context,
  doing: Doing & { ticket: Ticket },
  step: Extract<Step, { kind: 'send' | 'firstResponse' }>,
): Promise<string> {
  const { workflow, ticket } = doing
  const { macros, firstResponses } = workflow.automation
  const language = workflow.defaults.language
  const row = await subjectOf(tx, context, ticket.id)
  const facts = factsOfSubject(workflow, row, context.now())
  const found =
    step.kind === 'firstResponse'
      ? firstResponseText({ facts, responses: firstResponses, language })
      : textIn(macros.get(step.macro)?.body ?? {}, ticket.language, language)
  if (found === null) throw new AppError('conflict', `The workflow has no text in "${ticket.language}" for this.`)
  return renderTemplate(found.text, valuesOfSubject(workflow, row, { workspace: context.workspace.name, agent: null }))
}

async function filled(tx: Tx, context: Context, doing: Doing, text: string): Promise<string> {
  const row = await subjectOf(tx, context, doing.ticketId)
  const about = { workspace: context.workspace.name, agent: doing.agent?.name ?? null }
  return renderTemplate(text, valuesOfSubject(doing.workflow, row, about))
}

async function subjectOf(tx: Tx, context: Context, ticketId: string): Promise<SubjectRow> {
  const [row] = await findSubjects(tx, context.workspace.id, [ticketId])
  if (row === undefined) throw new AppError('not_found', 'There is no such ticket.')
  return row
}
