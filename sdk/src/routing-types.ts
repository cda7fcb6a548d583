/** Shapes of the routing part of the public API: queues, tasks, offers, decisions, and what agents hold. */

import type { CallBrief } from './call.ts'
import type { Priority } from './types.ts'

/** From now until somebody accepts: half of such waits are over by p50, nine of ten by p90. */
export interface EstimatedWait {
  p50Seconds: number
  p90Seconds: number
  basis: 'pace' | 'staffing' | 'head_of_line' | 'last_to_enter' | 'free_agent'
  confidence: 'low' | 'medium' | 'high'
}
export interface QueueFigures {
  slug: string
  label: string
  isOpen: boolean
  waiting: number
  waitingByPriority: Record<Priority, number>
  /** 0 when nobody waits. */
  longestWaitMs: number
  offered: number
  /** In progress, wrap-up included. */
  active: number
  wrapup: number
  paused: number
  agents: { available: number; busy: number; away: number; draining: number; offline: number }
  sla: { nextDueAt: string | null; overdue: number }
  arrivalsLastHour: number
  today: {
    since: string
    arrivals: number
    accepted: number
    abandoned: number
    waits: { n: number; averageMs: number | null; p90Ms: number | null }
    sla: { met: number; breached: number }
  }
  /** Null when it is unknown. */
  estimatedWait: EstimatedWait | null
}

export type TaskState = 'waiting' | 'offered' | 'active' | 'wrapup' | 'paused' | 'done' | 'cancelled' | 'abandoned'
export interface Task {
  id: string
  ticketId: string
  kind: string
  queue: string
  channel: string
  priority: string
  state: TaskState
  agentId: string | null
  /** Of who has it, or is being asked. */
  agentName: string | null
  /** 1 is the next of its queue; null unless it waits. */
  position: number | null
  estimatedWait: EstimatedWait | null
  sla: { metric: string; dueAt: string | null; state: 'running' | 'paused' | 'breached' } | null
  requirements: { skills: Record<string, number>; languages: string[] }
  offer: { id: string; agentId: string; expiresAt: string } | null
  /** While it waits it is offered to this partner alone. */
  partner?: string | null
  /** Since then it is offered to nobody, until it is unparked. */
  parkedAt?: string | null
  excluded: { agentId: string; until: string }[]
  version: number
  enteredAt: string
  ticket: {
    number: number
    issueSummary: string
    priority: string
    language: string
    customer: { name: string | null }
    waitedMs: number
  }
}
/** Whether an agent could be offered a task now, and all that stands against it. */
export interface WhyNot {
  eligible: boolean
  reasons: { code: string; text: string }[]
  asOf: { sequence: number; at: string }
}

export type OfferState = 'pending' | 'accepted' | 'declined' | 'expired' | 'revoked' | 'cancelled'
export interface Offer {
  id: string
  state: OfferState
  taskId: string
  ticketId: string
  agentId: string
  kind?: string
  queue: string
  channel: string
  /** The line behind it; null when it is no call. */
  call?: CallBrief | null
  createdAt?: string
  expiresAt: string
  reasons: { code: string; text: string }[]
  decisionId?: string | null
  version: number
}
export interface Decision {
  id: string
  taskId: string
  agentId: string | null
  outcome: 'offered' | 'exhausted' | 'unroutable' | 'overflowed' | 'expired'
  /** Of an overflow: its queue and the place of the step there. */
  step?: string | null
  queue: string
  at: string
  inputSequence: number
  workflowVersion: number
  rules: string[]
  ranking: string
  best: { agentId: string; name: string | null; value: number; idleMs: number; load: number }[]
  rejects: Record<string, number>
  reasons: { code: string; text: string }[]
}

/** An agent asks another one about a task, and keeps it. */
export interface Consult {
  id: string
  state: 'open' | 'ended'
  taskId: string
  ticketId: string
  /** Who is asked, and who asks. */
  agent: { id: string; name: string }
  from: { id: string; name: string }
  queue: string
  channel: string
  createdAt: string
  ticket: { number: number; issueSummary: string; customer: { name: string | null } }
}

/** What an agent holds, in a roster: tasks in hand and offers counted together by kind of task. */
export interface RosterWorkload {
  usedUnits: number
  reservedUnits: number
  capacityUnits: number
  tasks: number
  offers: number
  byKind: Record<string, number>
  /** Those it belongs to by the workflow. */
  queues: string[]
}
