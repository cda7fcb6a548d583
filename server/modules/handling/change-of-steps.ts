import {
  categoryOf,
  foundFacts,
  hasEnded,
  type PlannedSteps,
  type StatusCategory,
  type TransitionStep,
} from '../../core/lifecycle/index.ts'
import { encodeId } from '../../platform/ids.ts'
import type { TicketPatch } from '../tickets/index.ts'
import type { Staged, TaskMove, TicketChange, TicketFact } from './ticket-change.ts'

/** What somebody who acts is: it stands in the facts of the steps. `at` in epoch ms. */
export interface StepsBy {
  readonly at: number
  /** The agent that has or takes the ticket, when the steps pass `assigned`. */
  readonly agentId: string | null
  /** Who sets the category, when the steps pass `classified`; a person unless said. */
  readonly classifiedBy?: 'person' | 'rule'
}

/** Turns planned stages into a change: one fact a stage, what the guards took, and what clocks and task do. */
export function changeOfSteps(grip: Staged, plan: PlannedSteps, by: StepsBy): TicketChange {
  const { ticket, lifecycle } = grip
  const category = categoryOf(lifecycle, plan.status) ?? ticket.statusCategory
  const isEnded = hasEnded(category)
  const patch: TicketPatch = {
    status: plan.status,
    statusCategory: category,
    returnsTo: plan.stageLeft,
    ...Object.fromEntries(plan.clears.map((fact) => [fact, null])),
    ...recordsPatch(plan.records),
    ...(isEnded && { solvedAt: ticket.solvedAt ?? by.at }),
    ...(category === 'closed' && { closedAt: by.at }),
    ...(plan.reopens && { reopened: ticket.reopened + 1, solvedAt: null, closedAt: null }),
  }
  return {
    patch,
    facts: plan.steps.map((step) => factOfStep(grip, step, by)),
    clockEvents: category === ticket.statusCategory ? [] : [{ kind: 'status', to: category, at: by.at }],
    taskMoves: movesOf(grip, category, plan.reopens),
  }
}

const keptFacts = new Set<string>(foundFacts)

/** A fact whose text came from a note is `{text}`; a resolution and a check are kept as plain text. */
function recordsPatch(records: PlannedSteps['records']): TicketPatch {
  const kept = Object.entries(records).filter(([name]) => keptFacts.has(name))
  return Object.fromEntries(
    kept.map(([name, value]) => {
      const isText = name === 'resolution' || name === 'solutionCheck'
      return [name, isText ? textOf(value) : typeof value === 'string' ? { text: value } : value]
    }),
  ) as TicketPatch
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const isNote = typeof value === 'object' && value !== null && 'text' in value
  return isNote && typeof value.text === 'string' ? value.text : ''
}

function isHeld(category: string): boolean {
  return category === 'waiting' || category === 'hold'
}

function movesOf(grip: Staged, category: StatusCategory, reopens: boolean): TaskMove[] {
  if (hasEnded(category)) return [{ kind: 'finish' }]
  if (isHeld(category)) return [{ kind: 'pause' }]
  // What is left of a wrap-up is no work: it goes on beside changes of the ticket, until there is work again.
  if (grip.task?.state === 'wrapup') return reopens || isHeld(grip.ticket.statusCategory) ? [{ kind: 'queue' }] : []
  if (reopens || grip.task === null) return [{ kind: 'queue' }]
  return grip.task.state === 'paused' ? [{ kind: 'resume' }] : []
}

function factOfStep(grip: Staged, step: TransitionStep, by: StepsBy): TicketFact {
  const { from, to } = step
  const { ticket, lifecycle } = grip
  const category = categoryOf(lifecycle, to) ?? ticket.statusCategory
  switch (step.event) {
    case 'ticket.assigned':
      if (by.agentId === null) return statusChanged(step, category)
      return {
        type: 'ticket.assigned',
        data: { agentId: encodeId('agent', by.agentId), from, to },
        callback: { event: 'ticket.assigned', from, to },
      }
    case 'ticket.classified': {
      const { type, category: area, priority, queue } = ticket
      const data = { from, to, type, category: area, priority, queue, by: by.classifiedBy ?? 'person' }
      return { type: 'ticket.classified', data, callback: { event: 'ticket.classified', from, to } }
    }
    case 'ticket.solved':
    case 'ticket.closed':
      return { type: step.event, data: { from, to }, callback: { event: step.event, from, to } }
    case 'ticket.reopened':
      return {
        type: 'ticket.reopened',
        data: { from, to, count: ticket.reopened + 1 },
        callback: { event: 'ticket.reopened', from, to },
      }
    case 'ticket.status_changed':
      return statusChanged(step, category)
  }
}

function statusChanged({ from, to }: TransitionStep, category: StatusCategory): TicketFact {
  return {
    type: 'ticket.status_changed',
    data: { from, to, category },
    callback: { event: 'ticket.status_changed', from, to },
  }
}
