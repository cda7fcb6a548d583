import {
  controlsFor,
  describeAction,
  firstResponseRule,
  firstResponseText,
  holds,
  type PlaybookStep,
  renderTemplate,
  textIn,
} from '../../core/automations/index.ts'
import type { AutomationFacts } from '../../core/expressions/index.ts'
import { classify, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { pastOf } from './act-on-ticket.ts'
import { isFitting, macrosFor } from './macro-for.ts'
import { factsOfSubject, valuesOfSubject } from './subject.ts'
import { findSubjects, type SubjectRow } from './subject-view.ts'

interface Reason {
  readonly code: 'not_sent' | 'left_to_people' | 'condition' | 'always' | 'queues' | 'rule' | 'default'
  readonly text: string
  /** What the text names, for words in another language. */
  readonly params?: Readonly<Record<string, string>>
}

interface Named {
  readonly key: string
  readonly name: string
}

/** Something to do next on a ticket, for a person to take or leave. */
export type NextStep =
  | {
      readonly kind: 'firstResponse'
      readonly text: string
      readonly language: string
      readonly reasons: readonly Reason[]
    }
  | {
      readonly kind: 'classification'
      readonly category: string
      readonly type: string | null
      readonly reasons: readonly Reason[]
    }
  | {
      readonly kind: 'steps'
      readonly playbook: Named
      readonly steps: readonly PlaybookStep[]
      readonly reasons: readonly Reason[]
    }
  | { readonly kind: 'guidance'; readonly playbook: Named; readonly text: string; readonly reasons: readonly Reason[] }
  | {
      readonly kind: 'macro'
      readonly macro: Named
      readonly text: string
      readonly language: string
      readonly does: readonly string[]
      readonly reasons: readonly Reason[]
    }

/**
 * What the workflow suggests for a ticket, as far as its queue and channel let it: the first response that is not sent by
 * itself, the classification left to people, steps and guidance of the playbooks that fit, and macros meant for it.
 * Null when there is no such ticket.
 */
export async function suggestNext(context: Context, { ticketId }: { ticketId: string }): Promise<NextStep[] | null> {
  const workflow = await currentWorkflow(context)
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    const [row] = await findSubjects(tx, context.workspace.id, [ticketId])
    if (ticket === null || row === undefined || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    // What the workflow has to say about a ticket is for staff, as the workflow is.
    if (row.isMerged || !can(context.principal, 'workflow:read')) return []
    const facts = factsOfSubject(workflow, row, context.now())
    const { ran } = await pastOf(tx, context, ticketId)
    const wasAnswered = [...ran].some((key) => key.startsWith(`${firstResponseRule.slug} `))
    const asked = { context, workflow, row, facts }
    return [
      ...(wasAnswered ? [] : firstResponseOf(asked)),
      ...classificationOf(asked),
      ...playbooksOf(asked),
      ...macrosOf(asked),
    ]
  })
}

interface Asked {
  readonly context: Context
  readonly workflow: WorkflowSnapshot
  readonly row: SubjectRow
  readonly facts: AutomationFacts
}

function firstResponseOf({ context, workflow, row, facts }: Asked): NextStep[] {
  const { controls, firstResponses: responses } = workflow.automation
  const { firstResponse: level } = controlsFor(controls, row)
  const isOver = row.statusCategory === 'solved' || row.statusCategory === 'closed'
  const found = firstResponseText({ facts, responses, language: workflow.defaults.language })
  if (level === 'off' || row.isAnswered || isOver || found === null) return []
  const text = renderTemplate(
    found.text,
    valuesOfSubject(workflow, row, { workspace: context.workspace.name, agent: null }),
  )
  const reason: Reason =
    level === 'send'
      ? { code: 'not_sent', text: 'It was not sent by itself.' }
      : { code: 'left_to_people', text: 'First responses are left to people here.' }
  return [{ kind: 'firstResponse', text, language: found.language, reasons: [reason] }]
}

function classificationOf({ context, workflow, row }: Asked): NextStep[] {
  if (row.category !== null || controlsFor(workflow.automation.controls, row).classify !== 'suggest') return []
  const { summary, text, serviceLine, channel, language, priority, type, tags, affected, fields, customer, order } = row
  const request = {
    summary,
    text,
    serviceLine,
    channel,
    language,
    priority,
    type,
    tags,
    affected,
    fields,
    customer,
    order,
  }
  const { proposed, trace } = classify(workflow, request, context.now())
  if (proposed === null) return []
  const rules = trace.filter(({ matched, effect }) => matched && effect.includes('category '))
  const [first] = rules
  const reason: Reason =
    proposed.by === 'rule' && first !== undefined
      ? { code: 'rule', text: `Rule "${first.rule}": ${first.effect}.`, params: { rule: first.rule } }
      : { code: 'default', text: 'What the service line assumes.' }
  return [{ kind: 'classification', category: proposed.category, type: proposed.type, reasons: [reason] }]
}

function playbooksOf({ workflow, row, facts }: Asked): NextStep[] {
  const { playbooks, controls } = workflow.automation
  const level = controlsFor(controls, row)
  const fitting = [...playbooks.values()].filter(({ when }) => holds(when, facts))
  return fitting.flatMap(({ slug, label, when, steps, guidance }): NextStep[] => {
    const playbook = { key: slug, name: label }
    const reasons = [reasonOf(when?.whole.source)]
    return [
      ...(level.steps === 'suggest' && steps.length > 0 ? [{ kind: 'steps', playbook, steps, reasons } as const] : []),
      ...(level.guidance === 'suggest' && guidance !== null
        ? [{ kind: 'guidance', playbook, text: guidance, reasons } as const]
        : []),
    ]
  })
}

/** A macro for every ticket is no suggestion: those are found in the list. */
function macrosOf({ context, workflow, row, facts }: Asked): NextStep[] {
  if (controlsFor(workflow.automation.controls, row).steps === 'off') return []
  const about = { workspace: context.workspace.name, agent: context.principal.name }
  const values = valuesOfSubject(workflow, row, about)
  return macrosFor(workflow, context.principal).flatMap((macro): NextStep[] => {
    const isMeant = macro.when !== null || macro.queues.length > 0
    const found = textIn(macro.body, row.language, workflow.defaults.language)
    if (!isMeant || !isFitting(macro, facts) || found === null) return []
    return [
      {
        kind: 'macro',
        macro: { key: macro.slug, name: macro.label },
        text: renderTemplate(found.text, values),
        language: found.language,
        does: macro.actions.map(describeAction),
        reasons: [macro.when === null ? meantFor(macro.queues) : reasonOf(macro.when.whole.source)],
      },
    ]
  })
}

function reasonOf(source: string | undefined): Reason {
  if (source === undefined) return { code: 'always', text: 'For every ticket.' }
  return { code: 'condition', text: source, params: { condition: source } }
}

function meantFor(slugs: readonly string[]): Reason {
  const queues = slugs.join(', ')
  return { code: 'queues', text: `Meant for ${queues}.`, params: { queues } }
}
