import {
  applyEvent,
  type Effect,
  type Engine,
  type EventBody,
  hasTaken,
  type TaskItem,
} from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { RoutableAgent } from '../agents/index.ts'
import { agentInputOf, presenceTermsOf } from './agent-input.ts'
import { isOnShift, openCalendars } from './engine-config.ts'
import type { PresenceRow, RoutableTask } from './routable-view.ts'
import { isOver, offerInputOf, taskInputOf } from './task-input.ts'

/** Rows as they are now, of whatever the latest events told of. */
export interface ChangedRows {
  readonly tasks: readonly RoutableTask[]
  readonly presences: readonly PresenceRow[]
  /** Agents whose description changed; null = archived. */
  readonly agents: ReadonlyMap<string, RoutableAgent | null>
}

/** The number of the last event heard, and the workspace's time. */
export interface Stamp {
  readonly sequence: number
  readonly at: number
}

/** Feeds the newest rows to the engine. Rows carry versions, so what it holds already changes nothing. */
export function feedRows(engine: Engine, workflow: WorkflowSnapshot, rows: ChangedRows, stamp: Stamp): Effect[] {
  const apply = (body: EventBody) => applyEvent(engine, { ...stamp, ...body })
  const open = rows.agents.size === 0 ? new Set<string>() : openCalendars(workflow, stamp.at)
  const ofAgents = [...rows.agents].flatMap(([agentId, agent]) => {
    if (agent === null) return apply({ kind: 'agent.left', agentId, version: Number.MAX_SAFE_INTEGER })
    const { presence, loadVersion: version, shift } = agent
    return [
      ...apply({ kind: 'agent.updated', agent: agentInputOf(agent, workflow) }),
      ...apply({ kind: 'agent.shift', agentId, isOnShift: isOnShift(workflow, shift, open) }),
      ...apply({ kind: 'agent.presence', agentId, version, presence, ...presenceTermsOf(agent) }),
    ]
  })
  const feedPresence = ({ agentId, presence, loadVersion: version, ...terms }: PresenceRow) =>
    apply({ kind: 'agent.presence', agentId, version, presence, ...presenceTermsOf(terms) })
  const { coming = [], going = [] } = Object.groupBy(rows.presences, ({ presence }) =>
    presence === 'available' ? 'coming' : 'going',
  )
  // Who is there now was there for the tasks that entered since; who left may just have taken one.
  const ofComing = coming.flatMap(feedPresence)
  const ofTasks = rows.tasks.flatMap((task) => eventsOf(engine, workflow, task, stamp).flatMap(apply))
  return [...ofAgents, ...ofComing, ...ofTasks, ...going.flatMap(feedPresence)]
}

function eventsOf(engine: Engine, workflow: WorkflowSnapshot, task: RoutableTask, { at }: Stamp): EventBody[] {
  const held = engine.tasks.get(task.taskId)
  if (isOver(task.state)) {
    const reason = task.state === 'done' ? 'completed' : task.state
    if (held === undefined) return []
    return [
      ...takenUnseen(held, task, workflow),
      { kind: 'task.left', taskId: task.taskId, version: task.version, reason },
    ]
  }
  if (held !== undefined && task.version <= held.version) return []
  const events: EventBody[] = []
  const refused = held?.offer ?? null
  const retryAt = refused === null ? 0 : (task.exclusions[refused.agentId] ?? 0)
  if (refused !== null && task.state === 'waiting' && retryAt > at) {
    // The row may hold later changes too: they follow under its own version.
    const { offerId, version, agentId } = refused
    const taskVersion = task.version - 1
    events.push({ kind: 'offer.declined', offerId, version, taskId: task.taskId, taskVersion, agentId, retryAt })
  }
  events.push({ kind: held === undefined ? 'task.entered' : 'task.updated', task: taskInputOf(task, workflow) })
  const offer = offerInputOf(task)
  if (offer !== null) events.push({ kind: 'offer.committed', offer, taskVersion: task.version })
  return events
}

/** Somebody took the task and finished it between two looks: it counts as taken all the same, so it is fed as taken. */
function takenUnseen(held: TaskItem, task: RoutableTask, workflow: WorkflowSnapshot): EventBody[] {
  const { state, agentId, version } = task
  if (state !== 'done' || agentId === null || hasTaken(held, agentId)) return []
  const taken = { ...taskInputOf(task, workflow), version: version - 1, state: 'active' as const, agentId }
  return [{ kind: 'task.updated', task: taken }]
}
