import type { ClockEvent } from '../../core/clocks/index.ts'
import type { Lifecycle } from '../../core/lifecycle/index.ts'
import type { AbandonedCalls, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { ChatEnder, ChatEndReason } from '../chats/index.ts'
import type { CallbackChange } from '../deliveries/index.ts'
import type { NewEvent } from '../events/index.ts'
import type { Offer, Task } from '../routing/index.ts'
import type { StoredClock } from '../sla/index.ts'
import type { Ticket, TicketPatch } from '../tickets/index.ts'

/** A ticket with its task, held by this transaction, and the workflow it follows. */
export interface Grip {
  readonly ticket: Ticket
  /** The case whose task this is; null = the ticket's own. */
  readonly caseId: string | null
  /** The task that is not over; null when there is none. */
  readonly task: Task | null
  /** Offers of that task still pending. */
  readonly pending: readonly Offer[]
  /** The accepted offer by which an agent holds that task; null = nobody has units in it. */
  readonly heldBy: Offer | null
  readonly workflow: WorkflowSnapshot
  readonly lifecycle: Lifecycle
}

/** What decides about the stages of a ticket. */
export interface Staged extends Pick<Grip, 'ticket' | 'lifecycle'> {
  readonly task: Pick<Task, 'state'> | null
}

/** A fact of a change, its place in the ticket's sequence not yet taken. */
export type TicketFact = {
  [T in NewEvent['type']]: {
    readonly type: T
    readonly data: Extract<NewEvent, { type: T }>['data']
    readonly cause?: Readonly<Record<string, unknown>>
    /** Told to the callback as well. */
    readonly callback?: Pick<CallbackChange, 'event' | 'from' | 'to'>
    /** The accepted offer of an agent that is a machine: its endpoint is told. */
    readonly acceptedOfferId?: string
    /** The consult that is asked or ended by it, and what is asked: the endpoint of who is asked is told. */
    readonly consult?: { readonly id: string; readonly note: string | null }
  }
}[NewEvent['type']]

/** Where a task is handed on to, and how. */
export type TransferTo =
  /** It waits there, at its rank unless that begins anew. */
  | { readonly how: 'queue'; readonly queue: string; readonly restart: boolean }
  /** Offered to this agent, handed over to it at once, or put on it whatever its room. */
  | { readonly how: 'offer' | 'handOver' | 'force'; readonly agentId: string }

/** Who or what ends a chat. */
export interface ChatEnd {
  readonly by: ChatEnder
  readonly reason: ChatEndReason
}

/** What a change does to the task. */
export type TaskMove =
  /** The work is over; of a call, because this side hung up. */
  | { readonly kind: 'finish'; readonly hungUpBy?: 'customer' | 'agent' }
  /** Of a call that waits: the line went dead before anybody took it. */
  | { readonly kind: 'abandon'; readonly hungUpBy: 'customer' | 'agent'; readonly outcome: AbandonedCalls }
  /** Of a chat that waits: its customer is not waited with any more. It goes on as another kind of work, or as none. */
  | { readonly kind: 'giveUpChat'; readonly to: 'ticket' | 'callback' | null; readonly end: ChatEnd }
  /** Of a chat: it is over, and with it the work. */
  | { readonly kind: 'endChat'; readonly end: ChatEnd }
  /** The ticket's customer is there now: a chat waits from now on, at the rank of the work there is. */
  | { readonly kind: 'openChat' }
  /** Of a call that waits: the caller gives up the line and keeps its place, from an instant on (null = at once). */
  | { readonly kind: 'callback'; readonly notBefore: number | null }
  /** The work is given up. */
  | { readonly kind: 'cancel'; readonly reason: string }
  /** Somebody else must act first; frees the agent's units where the queue says so. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Given to this agent by hand, whatever its room. */
  | { readonly kind: 'assign'; readonly agentId: string }
  /** Taken from its agent and back in the queue at its rank. */
  | { readonly kind: 'release' }
  | { readonly kind: 'transfer'; readonly to: TransferTo }
  /** An agent takes it out of the queue itself. */
  | { readonly kind: 'pull'; readonly agentId: string }
  /** Of a task that waits: offered to a partner's desk before its queue, until that instant. */
  | { readonly kind: 'handOff'; readonly offerId: string; readonly agentId: string; readonly expiresAt: number }
  /** Its agent gives it back. */
  | { readonly kind: 'return'; readonly code: string | null }
  /** Taken from whoever has it or is asked for it. */
  | { readonly kind: 'requeue' }
  /** Not offered until it is let go on. */
  | { readonly kind: 'park'; readonly reason: string }
  | { readonly kind: 'unpark' }
  | { readonly kind: 'endWrapup'; readonly disposition: string | null; readonly reason: string }
  /** The wrap-up goes on without units. */
  | { readonly kind: 'freeWrapup' }
  /** Taken from an agent that is gone, who is not asked again before then, and back in the queue at its rank. */
  | { readonly kind: 'lose'; readonly reason: string; readonly excludedUntil: number }
  /** The case gets a task of its own, which waits there. */
  | { readonly kind: 'queueCase'; readonly queue: string; readonly priority: string }
  /** Work that was given up is asked for again, at its old rank. */
  | { readonly kind: 'restore'; readonly task: Task; readonly isPaused: boolean }
  /** A ticket without open work gets a new task. */
  | { readonly kind: 'queue' }
  /** Another queue or priority, or its ticket's language is another one. */
  | { readonly kind: 'update'; readonly queue?: string; readonly priority?: string; readonly language?: string }

/** Everything one call does to a ticket, decided but not yet done. */
export interface TicketChange {
  readonly patch: TicketPatch
  readonly facts: readonly TicketFact[]
  readonly clockEvents: readonly ClockEvent[]
  readonly taskMoves: readonly TaskMove[]
  /** The clocks these events act on, where they have been read; else they are. */
  readonly clocks?: readonly StoredClock[]
}

/** A change that does nothing. */
export const noChange: TicketChange = { patch: {}, facts: [], clockEvents: [], taskMoves: [] }

/** One change after the other as one: later members win. */
export function joinChanges(...changes: readonly TicketChange[]): TicketChange {
  return {
    patch: Object.assign({}, ...changes.map((change) => change.patch)) as TicketPatch,
    facts: changes.flatMap((change) => change.facts),
    clockEvents: changes.flatMap((change) => change.clockEvents),
    taskMoves: changes.flatMap((change) => change.taskMoves),
  }
}

/** The work of a case moves on its own: its ticket keeps assignee, queue and stage, and only hears what was said. */
export function besideTicket(change: TicketChange): TicketChange {
  const { messageSeq } = change.patch
  return {
    ...change,
    patch: messageSeq === undefined ? {} : { messageSeq },
    facts: change.facts.filter(({ type }) => !type.startsWith('ticket.')),
  }
}
