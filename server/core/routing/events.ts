import type { EngineConfig } from './config.ts'
import type { AgentInput, AgentLoad, OfferInput, Presence, TaskInput } from './types.ts'

export type LeaveReason = 'completed' | 'cancelled' | 'abandoned'

/** An offer that ended. `taskVersion` is the task row's version after that transaction; an older one is skipped. */
export interface OfferEnd {
  offerId: string
  version: number
  taskId: string
  taskVersion: number
  agentId: string
  load?: AgentLoad
}

export interface PresenceTerms {
  keepOffers?: boolean
  mostOffers?: number
}

export type EventBody =
  | { kind: 'task.entered' | 'task.updated'; task: TaskInput }
  /** The task is over for good. A pause is a `task.updated` with state `paused`. */
  | { kind: 'task.left'; taskId: string; version: number; reason: LeaveReason; load?: AgentLoad }
  /** How long it is said to wait still, whoever worked that out; null = unknown. */
  | { kind: 'task.estimated'; taskId: string; waitMs: number | null }
  | { kind: 'agent.updated'; agent: AgentInput }
  | { kind: 'agent.left'; agentId: string; version: number }
  /**
   * `keepOffers` leaves pending offers ringing while presence is not `available`; otherwise each is revoked.
   * `mostOffers` bounds the pending offers at once while this presence lasts.
   */
  | ({ kind: 'agent.presence'; agentId: string; version: number; presence: Presence } & PresenceTerms)
  /** The hours of the agent's shift began or ended. Off shift it is offered nothing; pending offers stay. */
  | { kind: 'agent.shift'; agentId: string; isOnShift: boolean }
  | { kind: 'agent.load'; agentId: string; load: AgentLoad }
  /** A decision was committed, or an offer was made elsewhere (forced, or before a takeover). */
  | { kind: 'offer.committed'; offer: OfferInput; taskVersion: number; load?: AgentLoad }
  | ({ kind: 'offer.accepted' } & OfferEnd)
  /**
   * Not asked again before `retryAt`; left out = the queue's `declineCooldownMs` or `expiryCooldownMs` after `at`. Send it
   * where the row holds it: then the same row fed twice says the same.
   */
  | ({ kind: 'offer.declined' | 'offer.expired'; retryAt?: number } & OfferEnd)
  | ({ kind: 'offer.revoked' | 'offer.cancelled' } & OfferEnd)
  /**
   * The commit of a decision lost its race and the reservation is undone. The row that was newer than the engine's
   * (`lost`) is set aside until its newer version is fed, at most `LOST_CLAIM_PAUSE_MS`.
   */
  | { kind: 'claim.lost'; taskId: string; agentId: string; lost: 'task' | 'agent' }
  | { kind: 'workflow.changed'; config: EngineConfig }
  /** Time passed and nothing else happened. Run it when a `wake` is due. */
  | { kind: 'tick' }

/** `sequence` is the event log's, `at` the instant it is applied (ms, never goes back). */
export type EngineEvent = { sequence: number; at: number } & EventBody
