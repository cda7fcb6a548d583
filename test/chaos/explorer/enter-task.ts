import type { Random } from '../../../server/core/routing/random.testing.ts'
import { appendEvents, type NewEvent } from '../../../server/modules/events/index.ts'
import { insertTask, lockOpenTask } from '../../../server/modules/routing/index.ts'
import { lockTickets, takeTicketSeq } from '../../../server/modules/tickets/index.ts'
import type { Context } from '../../../server/platform/context.ts'
import { encodeId, newId } from '../../../server/platform/ids.ts'
import type { Ground } from './ground.ts'
import { people } from './people.ts'

/** What a task is to be when it enters. */
export interface Entry {
  readonly kind: 'ticket' | 'chat' | 'call'
  readonly preferredAgentId: string | null
  /** So long it waits for that agent. */
  readonly preferredMs: number
}

const mixed = ['ticket', 'ticket', 'ticket', 'chat', 'chat', 'call', 'call'] as const

/** What comes in in a schedule: in some only what can be moved together. */
export function drawKinds(random: Random): readonly Entry['kind'][] {
  return random.chance(0.35) ? ['ticket'] : mixed
}

export function drawEntry({ random, kinds }: { random: Random; kinds: readonly Entry['kind'][] }): Entry {
  return {
    kind: random.pick(kinds),
    preferredAgentId: random.chance(0.25) ? random.pick(people).id : null,
    preferredMs: random.pick([1_000, 45_000, 600_000]),
  }
}

/** A ticket without open work gets a task, as intake and reopening give it one; a call brings its line. */
export async function enterTask(ground: Ground, context: Context, ticketId: string, entry: Entry): Promise<void> {
  const { kind, preferredAgentId, preferredMs } = entry
  const at = context.now()
  await context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    await lockTickets(tx, workspaceId, [ticketId])
    if ((await lockOpenTask(tx, workspaceId, { ticketId })) !== null) return
    const id = newId()
    const place = { kind, queue: 'frontline', priority: 'normal' } as const
    await insertTask(tx, workspaceId, {
      id,
      ticketId,
      caseId: null,
      ...place,
      channel: 'email',
      requirements: { skills: {}, languages: ['en'], rules: [] },
      state: 'waiting',
      agentId: null,
      enteredAt: at,
      waitsFrom: null,
      exclusions: {},
      parkedAt: null,
      wrapupUntil: null,
      disposition: null,
      preferredAgentId,
      preferredUntil: preferredAgentId === null ? null : at + preferredMs,
      preferredAs: preferredAgentId === null ? null : 'named',
      overflowed: [],
      partner: null,
      version: 1,
      createdAt: at,
      endedAt: null,
    })
    const callId = kind === 'call' ? newId() : null
    if (callId !== null) await ground.insertCall(tx, { id: callId, taskId: id, ticketId, at })
    const next = await takeTicketSeq(tx, workspaceId, new Map([[ticketId, callId === null ? 1 : 2]]))
    const taskId = encodeId('task', id)
    const subjectAt = (place: number) =>
      ({ kind: 'ticket', id: ticketId, seq: (next.get(ticketId) ?? 0) + place }) as const
    const data = { taskId, ...place, taskVersion: 1 }
    const events: NewEvent[] = [{ type: 'task.queued', subject: subjectAt(0), ticketId, data }]
    if (callId !== null) {
      const started = { callId: encodeId('call', callId), taskId, callRef: callRefOf(callId) }
      events.push({ type: 'call.started', subject: subjectAt(1), ticketId, data: started })
    }
    await appendEvents(tx, context, events)
  })
}

/** The exchange's own name of a call here. */
export const callRefOf = (callId: string): string => `ref ${callId.slice(-6)}`
