import type { Random } from '../seed/random.ts'
import type { ChatPage } from './chat-visitor.ts'
import type { Contact } from './contact.ts'
import type { DemoApi } from './demo-api.ts'
import type { Pace } from './pace.ts'
import type { Stories } from './stories.ts'
import type { Tally } from './tally.ts'

/** A simulated agent. */
export interface Member {
  readonly id: string
  readonly name: string
  /** What it last said of its presence. */
  presence: { readonly state: 'offline' | 'available' | 'busy' | 'away'; readonly reason: string | null }
}

/** Work that a member has in hand. */
export interface Hand {
  readonly taskId: string
  readonly ticketId: string
  readonly kind: string
  readonly callId: string | null
  readonly member: Member
  /** Hands-on so far, in the server's time. */
  workedMs: number
  /** Whether it was left and taken up again. */
  isTakenUpAgain: boolean
  /** Its member works on it this moment, rather than waiting for the customer. */
  isBusy: boolean
  /** Nobody can take it away any more: what is left is writing down. */
  isLetGo: boolean
  /** Who is asked about it. */
  colleague: Member | null
}

/** A customer who has asked and may go on acting. */
export interface Visit {
  readonly contact: Contact
  readonly ticketId: string
  /** Null for who does not chat. */
  readonly chat: ChatPage | null
  /** Told when an agent has accepted. */
  readonly answered: PromiseWithResolvers<void>
  isAnswered: boolean
  hasReopened: boolean
}

/** What all simulated people share. */
export interface DemoWorld {
  readonly api: DemoApi
  readonly pace: Pace
  readonly stories: Stories
  readonly tally: Tally
  /** Random numbers of its own for each story: how one ends does not change another. */
  readonly newRandom: () => Random
  readonly members: Map<string, Member>
  /** Offers waiting for a member's answer. */
  readonly offers: Set<string>
  /** Tickets that are being accepted this moment. */
  readonly accepting: Set<string>
  /** By task. */
  readonly hands: Map<string, Hand>
  /** By ticket. */
  readonly visits: Map<string, Visit>
  /** Calls whose line is open, by id; the demo hangs up when it ends. */
  readonly lines: Set<string>
  /** Addresses of chats that go on; the demo ends them when it ends. */
  readonly chats: Set<string>
  /** Tasks that the supervisor has parked. */
  readonly parked: Set<string>
}
