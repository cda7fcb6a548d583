import type { Latencies } from '../routing/traffic-job.ts'

/** A chat and what opens its two sockets. */
export interface TalkingChat {
  readonly id: string
  /** Of the customer's page. */
  readonly token: string
  /** Of the agent's desk; good for a minute. */
  readonly pass: string
}

/** What is to be said. */
export interface TalkJob {
  /** Whose sockets are written to: the product's, or those of an XMPP server, which knows nothing of the chats. */
  readonly system: 'switchyard' | 'xmpp'
  readonly address: string
  readonly chats: readonly TalkingChat[]
  /** Messages a second over all chats, at fixed instants whatever the server answers. */
  readonly rate: number
  readonly warmUpSeconds: number
  readonly seconds: number
  /** Of the server and of PostgreSQL: whose CPU is read, from the first message due to the last one heard. */
  readonly pids: { readonly server: number; readonly postgres: number | null }
}

/** What became of it; of the measured time only, except where it says otherwise. */
export interface TalkReport {
  readonly sent: number
  /** How long after it was due the latest one was sent. */
  readonly latestMs: number
  /** From the instant a message was due to its acknowledgement, and to the other side's socket. */
  readonly acked: Latencies
  readonly heard: Latencies
  /** Of the whole run: sent, acknowledged, heard by the other side, heard again, heard out of turn. */
  readonly all: {
    readonly sent: number
    readonly acked: number
    readonly heard: number
    readonly doubled: number
    readonly outOfTurn: number
  }
  /** Frames that say something is wrong, and sockets that were closed. */
  readonly faults: number
  readonly firstFault: string
  readonly cpuMs: { readonly server: number; readonly postgres: number; readonly client: number }
}
