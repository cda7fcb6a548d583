import type { Context, Tx } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { feedOf } from '../events/index.ts'
import { type Changes, findAgentsAsked, findChanges, findOpenTasks } from './picture-view.ts'
import type { MembersMemory } from './queue-forecast.ts'
import { findStaff, type StaffedAgent } from './staff-view.ts'
import { createTaskGroups, type TaskGroups } from './task-groups.ts'

/** The open tasks and the agents of a workspace as this process last read them. */
export interface Picture {
  /** Every event up to here is in it. */
  readonly mark: number
  readonly readAt: number
  readonly tasks: TaskGroups
  readonly staff: Map<string, StaffedAgent>
  /** Who is a member of what, as long as no agent comes, goes or is described anew. */
  readonly members: MembersMemory
}

interface Held {
  picture: Picture | null
  /** The reading under way, and the one that begins after it: whoever asks meanwhile is answered by that. */
  running: Promise<Picture> | null
  next: Promise<Picture> | null
  askedAt: number
}

/** A picture is read anew after this time, whatever the events told. */
const reloadedAfterMs = 5 * 60_000

/** A picture nobody has asked for is let go. */
const droppedAfterMs = 15 * 60_000

const pictures = memoryKey('waits.pictures', () => new Map<string, Held>())

/**
 * The workspace as it is now, with everything that was committed before the call: what was read last, and again the
 * rows that the events since then tell of. So the cost follows what happened, not how much waits. The rows are the
 * truth and events only say which to read, so reading one twice, or too many, changes nothing; a restart reads them all.
 */
export function readPicture(context: Context): Promise<Picture> {
  const held = heldOf(context)
  if (held.running === null) return (held.running = run(context, held))
  const again = () => (held.running = run(context, held))
  held.next ??= held.running.then(again, again)
  return held.next
}

async function run(context: Context, held: Held): Promise<Picture> {
  held.next = null
  try {
    return (held.picture = await broughtUpToDate(context, held.picture))
  } finally {
    if (held.next === null) held.running = null
  }
}

/** The mark is taken before the rows are read, so nothing can fall between. */
async function broughtUpToDate(context: Context, known: Picture | null): Promise<Picture> {
  const { id } = context.workspace
  const stamp = { mark: feedOf(context.memory).mark(), readAt: context.now() }
  const isKept = known !== null && Math.abs(stamp.readAt - known.readAt) < reloadedAfterMs
  return context.read(async (tx) => {
    if (!isKept) return load(tx, id, stamp)
    const changes = await findChanges(tx, id, known.mark)
    return changes.isEverything ? load(tx, id, stamp) : follow(tx, id, { known, changes, mark: stamp.mark })
  })
}

async function load(tx: Tx, workspaceId: string, stamp: Pick<Picture, 'mark' | 'readAt'>): Promise<Picture> {
  const [tasks, staff] = await Promise.all([findOpenTasks(tx, workspaceId, null), findStaff(tx, workspaceId, null)])
  return {
    ...stamp,
    tasks: createTaskGroups(tasks),
    staff: new Map(staff.map((agent) => [agent.agentId, agent])),
    members: { known: null },
  }
}

async function follow(
  tx: Tx,
  workspaceId: string,
  { known, changes, mark }: { known: Picture; changes: Changes; mark: number },
): Promise<Picture> {
  const { ticketIds } = changes
  const asked = ticketIds.length === 0 ? [] : await findAgentsAsked(tx, workspaceId, ticketIds)
  const agentIds = [...new Set([...changes.agentIds, ...asked])]
  const [tasks, staff] = await Promise.all([
    ticketIds.length === 0 ? [] : findOpenTasks(tx, workspaceId, ticketIds),
    agentIds.length === 0 ? [] : findStaff(tx, workspaceId, agentIds),
  ])
  // The readings of a workspace follow one another, so the maps change where they are: to copy them would cost more.
  known.tasks.replace(ticketIds, tasks)
  replaceAgents(known, agentIds, staff)
  return { ...known, mark }
}

/** An agent that only does something else stays the same object, so that what is known of the members holds. */
function replaceAgents({ staff, members }: Picture, agentIds: readonly string[], now: readonly StaffedAgent[]): void {
  const found = new Set(now.map((agent) => agent.agentId))
  for (const id of agentIds) if (!found.has(id) && staff.delete(id)) members.known = null
  for (const agent of now) {
    const before = staff.get(agent.agentId)
    if (before?.version === agent.version) Object.assign(before, agent)
    else {
      staff.set(agent.agentId, agent)
      members.known = null
    }
  }
}

function heldOf(context: Context): Held {
  const all = context.memory.of(pictures)
  const askedAt = context.now()
  for (const [id, held] of all) if (askedAt - held.askedAt > droppedAfterMs) all.delete(id)
  const own = all.get(context.workspace.id) ?? { picture: null, running: null, next: null, askedAt }
  all.set(context.workspace.id, own)
  own.askedAt = askedAt
  return own
}
