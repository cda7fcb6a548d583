import {
  type Automation,
  describeAction,
  firstResponseRule,
  holdFirstResponse,
  holdFromCustomer,
  judgeRule,
  mostOfCustomerAnHour,
  type Occasion,
  type PastRuns,
  type Verdict,
  withRun,
} from '../../core/automations/index.ts'
import { controlsFor } from '../../core/automations/index.ts'
import type { AutomationFacts, SaidFacts } from '../../core/expressions/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { because, type Context, type Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { handleTicket, noChange } from '../handling/index.ts'
import { doActions, teamsNamed } from './do-actions.ts'
import type { AutomationRun } from './run.ts'
import { insertRun } from './run-store.ts'
import { countLatelyOfCustomer, findRunsOfTicket } from './run-view.ts'
import { factsOfSubject } from './subject.ts'
import { findSubjects, type SubjectRow } from './subject-view.ts'

/** A rule and what it acts on, which it does once: `event:<seq>`, `time:<since>`. */
export interface RuleToAsk {
  readonly rule: Automation
  readonly trigger: string
}

export interface Asking {
  readonly ticketId: string
  readonly workflow: WorkflowSnapshot
  readonly occasion: Occasion
  readonly said: SaidFacts
  readonly eventId: string | null
  readonly rules: readonly RuleToAsk[]
}

/**
 * Asks rules about one occasion, in their order, and lets those that want to act: each sees what the ones before have
 * done. What one cannot do is undone and kept with its reason, and the others go on. The caller holds the ticket, and
 * every agent the rules name.
 */
export async function actOnTicket(tx: Tx, context: Context, asking: Asking): Promise<void> {
  const { ticketId, workflow } = asking
  let { past, ran } = await pastOf(tx, context, ticketId)
  let stoppedBy: string | null = null
  let row = await readRow(tx, context, ticketId)
  for (const { rule, trigger } of asking.rules) {
    if (row === null || row.isMerged) return
    const facts = {
      ...factsOfSubject(workflow, row, context.now()),
      change: asking.occasion.change,
      message: asking.said,
    }
    const hasRun = ran.has(keyOf(rule.slug, trigger))
    if (hasRun && rule.stops) stoppedBy = rule.slug
    if (hasRun) continue
    const asked = { occasion: asking.occasion, facts, past, stoppedBy }
    const verdict = judgeRule(rule, asked)
    const held = verdict.fires ? await holdBack(tx, context, { rule, workflow, row, facts }) : null
    if (!verdict.fires || held !== null) {
      await keepRefusal(tx, context, asking, { rule, trigger, verdict: held ?? verdict })
      continue
    }
    await run(tx, context, asking, { rule, trigger, reason: verdict.text })
    past = withRun(past, rule.slug)
    if (rule.stops) stoppedBy = rule.slug
    row = await readRow(tx, context, ticketId)
  }
}

/** Whether it can be said without holding anything that no rule acts and none is to be written down as stopped. */
export function wantsToAct(
  rules: readonly Automation[],
  asked: { occasion: Occasion; facts: AutomationFacts },
): boolean {
  const past: PastRuns = { lastHour: 0, lastDay: new Map() }
  return rules.some((rule) => {
    const { fires, code } = judgeRule(rule, { ...asked, past, stoppedBy: null })
    return fires || isWorthKeeping(code)
  })
}

/** The first response asks for more than a rule: the controls, and that nobody is answered again and again. */
export async function holdBack(
  tx: Tx,
  context: Context,
  asked: { rule: Automation; workflow: WorkflowSnapshot; row: SubjectRow; facts: AutomationFacts },
): Promise<Verdict | null> {
  const { rule, workflow, row, facts } = asked
  if (rule !== firstResponseRule) return null
  const now = context.now()
  const unfit = holdFirstResponse({
    facts,
    controls: controlsFor(workflow.automation.controls, facts.ticket),
    responses: workflow.automation.firstResponses,
    language: workflow.defaults.language,
    ageMs: now - row.createdAt,
  })
  if (unfit !== null) return { fires: false, ...unfit }
  const key = { customerId: row.customerId, automation: rule.slug, limit: mostOfCustomerAnHour }
  const held = holdFromCustomer(await countLatelyOfCustomer(tx, context, key))
  return held === null ? null : { fires: false, ...held }
}

/** The past of a ticket with automations, as the guard asks for it, and what has been acted on. */
export async function pastOf(
  tx: Tx,
  context: Context,
  ticketId: string,
): Promise<{ past: PastRuns; ran: ReadonlySet<string> }> {
  const runs = await findRunsOfTicket(tx, context.workspace.id, { ticketId, now: context.now() })
  return {
    past: {
      lastHour: runs.reduce((sum, { lastHour }) => sum + lastHour, 0),
      lastDay: new Map(runs.map(({ automation, lastDay }) => [automation, lastDay])),
    },
    ran: new Set(runs.flatMap(({ automation, triggers }) => triggers.map((trigger) => keyOf(automation, trigger)))),
  }
}

function keyOf(automation: string, trigger: string): string {
  return `${automation} ${trigger}`
}

async function readRow(tx: Tx, context: Context, ticketId: string): Promise<SubjectRow | null> {
  const [row] = await findSubjects(tx, context.workspace.id, [ticketId])
  return row ?? null
}

async function run(
  tx: Tx,
  context: Context,
  asking: Asking,
  { rule, trigger, reason }: { rule: Automation; trigger: string; reason: string },
): Promise<void> {
  const { ticketId, workflow, occasion, eventId } = asking
  const runId = newId()
  const chain = [...occasion.chain, rule.slug]
  const cause = {
    automation: rule.slug,
    chain,
    runId: encodeId('automationRun', runId),
    ...(eventId !== null && { eventId: encodeId('event', eventId) }),
  }
  const caused = because(context, cause)
  const kept = { ...runOf(context, asking, { rule, trigger }), id: runId }
  try {
    await tx.attempt(async () => {
      await doActions(tx, caused, { by: 'automation', ticketId, workflow, slug: rule.slug, agent: null }, rule.actions)
      await tell(tx, caused, { ticketId, rule, runId, on: occasion.on })
    })
    const did = rule.actions.map(describeAction)
    await insertRun(tx, context.workspace.id, { ...kept, outcome: 'done', code: 'matched', reason, did })
  } catch (error) {
    // A deadlock, or a connection that is gone, says nothing of the rule: the transaction is run again.
    if (isOfTheMoment(error)) throw error
    await insertRun(tx, context.workspace.id, { ...kept, outcome: 'failed', ...failureOf(error), did: [] })
  }
}

/** Says on the ticket that the automation acted; what it did is told by the events before. */
async function tell(
  tx: Tx,
  context: Context,
  { ticketId, rule, runId, on }: { ticketId: string; rule: Automation; runId: string; on: string },
): Promise<void> {
  const data = {
    automation: rule.slug,
    runId: encodeId('automationRun', runId),
    on,
    did: rule.actions.map(describeAction),
    notify: teamsNamed(rule.actions),
  }
  const facts = [{ type: 'automation.ran', data }] as const
  await handleTicket(context.within(tx), { ticketId, permission: 'ticket:write' }, () => ({ ...noChange, facts }))
}

const keptCodes: ReadonlySet<string> = new Set([
  'condition_error',
  'chain_too_long',
  'too_many_runs',
  'too_many_runs_of_rule',
  'too_many_to_customer',
])

/** Most rules do not act on most occasions, which is no news; that one may not, or cannot be read, is. */
function isWorthKeeping(code: Verdict['code']): boolean {
  return keptCodes.has(code)
}

async function keepRefusal(
  tx: Tx,
  context: Context,
  asking: Asking,
  { rule, trigger, verdict }: { rule: Automation; trigger: string; verdict: Verdict },
): Promise<void> {
  const { code, text } = verdict
  if (!isWorthKeeping(code)) return
  const isError = code === 'condition_error'
  // The same mistake in a condition shows on every event: once for a ticket is enough.
  const on = isError ? `condition:${asking.workflow.version}` : trigger
  const kept = { ...runOf(context, asking, { rule, trigger: on }), id: newId(), did: [] }
  await insertRun(tx, context.workspace.id, { ...kept, outcome: isError ? 'failed' : 'stopped', code, reason: text })
}

function runOf(
  context: Context,
  { ticketId, occasion, eventId, workflow }: Asking,
  { rule, trigger }: RuleToAsk,
): Omit<AutomationRun, 'id' | 'outcome' | 'code' | 'reason' | 'did'> {
  return {
    automation: rule.slug,
    ticketId,
    trigger,
    onEvent: occasion.on,
    eventId,
    chain: occasion.chain,
    workflowVersion: workflow.version,
    at: context.now(),
  }
}

const longestReason = 1_000

function failureOf(error: unknown): { code: string; reason: string } {
  if (!(error instanceof AppError)) {
    return { code: 'error', reason: (error instanceof Error ? error.message : String(error)).slice(0, longestReason) }
  }
  const fields = (error.fields ?? []).map(({ message }) => message)
  return { code: error.code, reason: [error.message, ...fields].join(' ').slice(0, longestReason) }
}

/** SQLSTATE classes of what passes by itself: lost connections, deadlocks, a server that is stopping. */
function isOfTheMoment(error: unknown): boolean {
  if (error instanceof AppError || !(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return /^(?:08|40|53|55|57)/.test(code) || /^E[A-Z]+$/.test(code) || /connection/i.test(error.message)
}
