import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { type AgentRoom, findRoom } from './room-view.ts'

/** One more task for an agent, asked for by name and not by rank. */
export interface WantedRoom {
  readonly agentId: string
  readonly kind: string
  /** Where the caller named the agent. */
  readonly pointer: string
  /** It is to answer an offer first: a person answers one at a time. */
  readonly byOffer: boolean
}

/** What the task will cost the agent. */
interface Room {
  readonly units: number
  /** Units of work that the task may interrupt: so many more fit, as in an offer of the router. */
  readonly interruptible: number
  readonly isPerson: boolean
}

/**
 * What the task will cost the agent, and whether it is a person; the load is locked, so it stays true. Throws `invalid`
 * when there is no such agent, and `over_capacity` with the reason when it is absent or full.
 */
export async function requireRoom(
  tx: Tx,
  context: Context,
  workflow: WorkflowSnapshot,
  wanted: WantedRoom,
): Promise<Room> {
  const room = await findRoom(tx, context.workspace.id, wanted)
  if (room === null) {
    throw refuseField(wanted.pointer, 'unknown_agent', 'There is no such agent in this workspace.')
  }
  const { units: standard, maxima, interrupts } = workflow.capacity
  const ofKind = <T>(figures: Readonly<Record<string, T>>) => figures[wanted.kind]
  const units = room.override?.units ?? ofKind(standard) ?? 0
  const most = room.override?.maxAtOnce === undefined ? ofKind(maxima) : room.override.maxAtOnce
  const interrupted = room.override?.interrupts ?? ofKind<readonly string[]>(interrupts) ?? []
  const interruptible = interrupted.reduce((sum, kind) => sum + (room.unitsByKind[kind] ?? 0), 0)
  const refusal = refusalOf(room, wanted, { units, most: most ?? Infinity, interruptible })
  if (refusal === null) return { units, interruptible, isPerson: room.agentKind === 'person' }
  throw new AppError('over_capacity', `This agent cannot take it: ${refusal.text}.`, { reason: refusal })
}

function refusalOf(
  room: AgentRoom,
  { kind, byOffer }: WantedRoom,
  { units, most, interruptible }: { units: number; most: number; interruptible: number },
): { code: string; text: string } | null {
  const { presence, heldUnits, capacityUnits, heldOfKind, isAnswering } = room
  if (presence !== 'available') return { code: 'presence', text: `is ${presence}` }
  if (byOffer && isAnswering) return { code: 'reserved_elsewhere', text: 'has another offer to answer' }
  if (heldOfKind >= most) return { code: 'no_capacity', text: `has ${heldOfKind} of at most ${most} of kind ${kind}` }
  const taken = heldUnits - interruptible
  if (taken + units <= capacityUnits) return null
  return { code: 'no_capacity', text: `${taken} of ${capacityUnits} units are taken, this costs ${units}` }
}
