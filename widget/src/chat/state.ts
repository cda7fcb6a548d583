import type { EstimatedWait, Session } from './calls.ts'
import { type Conversation, nothingSaid } from './conversation.ts'

/** `form`: nobody asked for anything yet; `ended`: the conversation is over and may be rated. */
export type Phase = 'form' | 'opening' | 'waiting' | 'live' | 'ended'

export interface Place {
  readonly position: number
  /** The longest line stood in, so that the way already gone can be shown. */
  readonly joinedAt: number
  readonly wait: EstimatedWait | null
}

/** All that a chat's page shows. */
export interface ChatState {
  readonly phase: Phase
  readonly conversation: Conversation
  readonly place: Place | null
  readonly agentName: string | null
  readonly isTyping: boolean
  /** What the other side has read. */
  readonly theirSeen: number
  /** What the customer has seen. */
  readonly seen: number
  readonly isLinked: boolean
  /** What went wrong last, for the form; empty words stand for "no connection". */
  readonly fault: { readonly words: string } | null
  readonly rated: number | null
  /** The places of messages whose words were taken out since they were heard. */
  readonly redacted: readonly number[]
  /** What it became where nobody could be waited for: a message or a callback. */
  readonly wentAs: string | null
}

export const atFirst: ChatState = {
  phase: 'form',
  conversation: nothingSaid,
  place: null,
  agentName: null,
  isTyping: false,
  theirSeen: 0,
  seen: 0,
  isLinked: true,
  fault: null,
  rated: null,
  redacted: [],
  wentAs: null,
}

const phases: Readonly<Record<Session['status'], Phase>> = { queued: 'waiting', active: 'live', closed: 'ended' }
const otherWays = new Set(['message', 'callback'])

/** Takes over what the server tells of the session; what it does not tell stays as it is known. */
export function follow(state: ChatState, told: Partial<Session>): ChatState {
  const phase = told.status === undefined ? state.phase : phases[told.status]
  const agentName = told.agent === undefined ? state.agentName : (told.agent?.name ?? null)
  const wentAs = told.endReason != null && otherWays.has(told.endReason) ? told.endReason : state.wentAs
  const isTyping = phase === 'live' && state.isTyping
  const theirSeen = Math.max(state.theirSeen, told.read?.agent ?? 0)
  const rated = told.rating?.score ?? state.rated
  const redacted = told.redacted ?? state.redacted
  const place = placeOf(state, told, phase)
  return { ...state, phase, redacted, agentName, wentAs, isTyping, theirSeen, rated, place }
}

function placeOf(state: ChatState, told: Partial<Session>, phase: Phase): Place | null {
  if (phase !== 'waiting') return null
  const position = told.position === undefined ? state.place?.position : told.position
  if (position === undefined || position === null) return null
  const wait = told.estimatedWait === undefined ? (state.place?.wait ?? null) : told.estimatedWait
  return { position, joinedAt: Math.max(position, state.place?.joinedAt ?? 0), wait }
}
