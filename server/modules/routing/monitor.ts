import { encodeId } from '../../platform/ids.ts'

export const monitorModes = ['listen', 'whisper', 'barge'] as const
/** How a supervisor is with a task: only watches, speaks to its agent alone, or speaks with everybody. */
export type MonitorMode = (typeof monitorModes)[number]

/** Who watches: somebody who is signed in, or a desk by its token. */
export interface Supervisor {
  readonly kind: 'member' | 'token'
  readonly id: string
  /** The agent that they are; null = none. */
  readonly agentId: string | null
}

/** A monitor as it is shown with its task; `since` in epoch ms. */
export interface MonitorBrief {
  readonly id: string
  readonly mode: MonitorMode
  readonly supervisor: Supervisor & { readonly name: string | null }
  readonly since: number
}

/** The monitor as the API writes it. */
export function presentMonitor({ id, mode, supervisor, since }: MonitorBrief) {
  const { kind, name, agentId } = supervisor
  return {
    id: encodeId('monitor', id),
    mode,
    supervisor: {
      kind,
      id: encodeId(kind, supervisor.id),
      name,
      agentId: agentId === null ? null : encodeId('agent', agentId),
    },
    since: new Date(since).toISOString(),
  }
}
