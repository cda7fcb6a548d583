import {
  type AutomationEvent,
  byTime,
  controlsFor,
  type Due,
  dueOf,
  firstResponseRule,
  holdFirstResponse,
  noRuns,
  type Occasion,
  type PastRuns,
  planRules,
  type RuleVerdict,
} from '../../core/automations/index.ts'
import { type AutomationFacts, ChangeFacts, SaidFacts } from '../../core/expressions/index.ts'
import { type CustomerOfRequest, factsOfNewTicket, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { dryRunRequest, type TrialRequest } from '../intake/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import { workflowToTry } from '../workflow/index.ts'
import { holdBack, pastOf } from './act-on-ticket.ts'
import { factsOfSubject, timesOfSubject } from './subject.ts'
import { findSubjects, type SubjectRow } from './subject-view.ts'

/** What is supposed to happen: an event, or that time goes by. */
export interface SupposedEvent {
  readonly on: AutomationEvent | 'time'
  readonly from?: string
  readonly to?: string
  readonly fields?: readonly string[]
  readonly by?: string
  readonly metric?: string
  readonly percent?: number
  readonly offsetMinutes?: number
  readonly reason?: string
  /** What is said. */
  readonly text?: string
}

export interface AutomationTrial {
  readonly ticketId: string | null
  readonly request: TrialRequest | null
  /** Of a request: what rules may ask of its customer. */
  readonly customer: CustomerOfRequest | null
  readonly event: SupposedEvent
  readonly document: string | null
}

/** Each rule in its order, whether it would act, why, and what it would do. */
export interface TriedAutomations {
  readonly workflowVersion: number | null
  readonly verdicts: readonly RuleVerdict[]
}

/**
 * Says which automations would act on a ticket, one there is or one that a request would become, and does nothing. Under
 * the workflow in force, or under a document not yet published. Null when there is no such ticket.
 * Throws `invalid`, and `workflow_invalid` for a document with errors.
 */
export async function dryRunAutomations(context: Context, trial: AutomationTrial): Promise<TriedAutomations | null> {
  requirePermission(context, 'workflow:read')
  const workflow = await workflowToTry(context, trial.document)
  const workflowVersion = trial.document === null ? workflow.version : null
  const verdicts =
    trial.ticketId === null
      ? await tryRequest(context, workflow, trial)
      : await tryTicket(context, workflow, { ticketId: trial.ticketId, event: trial.event })
  return verdicts === null ? null : { workflowVersion, verdicts }
}

async function tryRequest(
  context: Context,
  workflow: WorkflowSnapshot,
  { request, customer, event, document }: AutomationTrial,
): Promise<readonly RuleVerdict[]> {
  if (request === null) throw new AppError('invalid', 'Name a ticket by `ticketId`, or describe one as `ticket`.')
  const at = context.now()
  const { classification } = await dryRunRequest(context, { request, document, at }).catch(atTicket)
  const { issueSummary, message, customerId, callbackUrl: _callbackUrl, ...words } = request
  const asked = {
    ...words,
    summary: issueSummary ?? '',
    text: message,
    customer: { externalId: customerId, ...customer },
  }
  const facts = supposed(factsOfNewTicket(workflow, asked, { classification, at }), event)
  const verdicts = planRules(workflow.automation.rules, { occasion: occasionOf(event), facts, past: noRuns })
  if (event.on !== 'ticket.created') return verdicts
  const { controls, firstResponses: responses } = workflow.automation
  const held = holdFirstResponse({
    facts,
    controls: controlsFor(controls, facts.ticket),
    responses,
    language: workflow.defaults.language,
    ageMs: 0,
  })
  const [verdict] = planRules([firstResponseRule], { occasion: occasionOf(event), facts, past: noRuns })
  if (verdict === undefined) return verdicts
  return [held === null ? verdict : { ...verdict, fires: false, does: [], ...held }, ...verdicts]
}

/** A rehearsed request stands in a member of another name here. */
function atTicket(error: unknown): never {
  if (!(error instanceof AppError)) throw error
  const fields = error.fields.map((field) => ({ ...field, pointer: field.pointer.replace(/^\/request/, '/ticket') }))
  throw new AppError(error.code, error.message, error.details, fields)
}

async function tryTicket(
  context: Context,
  workflow: WorkflowSnapshot,
  { ticketId, event }: { ticketId: string; event: SupposedEvent },
): Promise<readonly RuleVerdict[] | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    const [row] = await findSubjects(tx, context.workspace.id, [ticketId])
    if (ticket === null || row === undefined || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    const facts = supposed(factsOfSubject(workflow, row, context.now()), event)
    const { past, ran } = await pastOf(tx, context, ticketId)
    const asked = { occasion: occasionOf(event), facts, past }
    const verdicts = planRules(workflow.automation.rules, asked)
    if (event.on === 'time') return verdicts.map((verdict) => inTime(verdict, { row, ran, now: context.now() }))
    return event.on === 'ticket.created'
      ? [await tryFirstResponse(tx, context, { workflow, row, facts, past }), ...verdicts]
      : verdicts
  })
}

async function tryFirstResponse(
  tx: Tx,
  context: Context,
  {
    workflow,
    row,
    facts,
    past,
  }: { workflow: WorkflowSnapshot; row: SubjectRow; facts: AutomationFacts; past: PastRuns },
): Promise<RuleVerdict> {
  const rule = firstResponseRule
  const [verdict] = planRules([rule], { occasion: occasionOf({ on: 'ticket.created' }), facts, past })
  const held = await holdBack(tx, context, { rule, workflow, row, facts })
  if (verdict === undefined) throw new Error('A rule that is asked has a verdict.')
  return held === null ? verdict : { ...verdict, ...held, does: [] }
}

/** A rule that waits acts when its time has come, once for one waiting. */
function inTime(
  verdict: RuleVerdict,
  { row, ran, now }: { row: SubjectRow; ran: ReadonlySet<string>; now: number },
): RuleVerdict {
  const { rule } = verdict
  if (rule.time === null || !verdict.fires) return verdict
  const due = dueOf(rule.time, timesOfSubject(row))
  const refusal = refusalInTime(rule.slug, due, { ran, now })
  return refusal === null ? verdict : { ...verdict, fires: false, does: [], ...refusal }
}

function refusalInTime(
  slug: string,
  due: Due | null,
  { ran, now }: { ran: ReadonlySet<string>; now: number },
): Pick<RuleVerdict, 'code' | 'text'> | null {
  if (due === null) return { code: 'other_status', text: 'It does not wait in this status.' }
  if (ran.has(`${slug} time:${due.since}`))
    return { code: 'ran_already', text: 'It has acted on this waiting already.' }
  if (due.at <= now) return null
  return { code: 'not_due', text: `Its time comes at ${new Date(due.at).toISOString()}.` }
}

function occasionOf({ on, text: _text, ...change }: SupposedEvent): Occasion {
  if (on === 'time') return byTime
  return { on, change: Object.assign(new ChangeFacts(), { event: on, ...change }), chain: [] }
}

function supposed(facts: AutomationFacts, event: SupposedEvent): AutomationFacts {
  const { change } = occasionOf(event)
  const author = event.on === 'message.received' ? 'customer' : (event.by ?? '')
  const message = Object.assign(new SaidFacts(), { text: event.text ?? facts.ticket.text, author })
  return { ...facts, change, message }
}
