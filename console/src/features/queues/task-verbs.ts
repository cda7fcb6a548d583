import type { Agent, Call, MonitorMode, Task } from '@switchyard/sdk'
import { endMonitorCall, monitorCall } from '../../live/tasks.ts'
import type { IconName } from '../../ui/icon-paths.tsx'
import {
  assignCall,
  nextPriority,
  parkCall,
  priorityCall,
  requeueCall,
  takeCall,
  transferCall,
  unparkCall,
} from './task-calls.ts'

type MonitorVerbId = 'watch' | 'whisper' | 'barge' | 'unwatch'
export type VerbId = 'take' | 'raise' | 'park' | 'unpark' | 'requeue' | 'assign' | 'transfer' | MonitorVerbId

/** One change of a task: the request, and what the list shows until the server has answered. */
export interface TaskVerb {
  id: VerbId
  icon: IconName
  call: Call
  patch: Partial<Task>
  /** It goes on at the ticket. */
  opensTicket?: true
}

/** Who acts: their own agent, when they are one, and what they may do. */
export interface Actor {
  memberId: string
  agent: { id: string; name: string } | null
  permissions: readonly string[]
}

const inQueue = { state: 'waiting', agentId: null, agentName: null, offer: null } as const
const heldBy = (agent: { id: string; name: string }) =>
  ({ state: 'active', agentId: agent.id, agentName: agent.name, offer: null, position: null, parkedAt: null }) as const

function takeVerb(task: Task, { agent, permissions }: Actor): TaskVerb[] {
  const permission = task.state === 'waiting' ? 'task:write' : 'ticket:assign'
  if (agent === null || task.agentId === agent.id || task.state === 'wrapup') return []
  if (!permissions.includes(permission)) return []
  return [{ id: 'take', icon: 'user-plus', call: takeCall(task, agent.id), patch: heldBy(agent) }]
}

function raiseVerb(task: Task, { permissions }: Actor): TaskVerb[] {
  const next = nextPriority(task.ticket.priority)
  if (next === null || !permissions.includes('ticket:write')) return []
  const patch = { priority: next, ticket: { ...task.ticket, priority: next } }
  return [{ id: 'raise', icon: 'arrow-up', call: priorityCall(task, next), patch }]
}

function supervisorVerbs(task: Task, { permissions }: Actor): TaskVerb[] {
  if (!permissions.includes('agents:act')) return []
  if (task.parkedAt)
    return [{ id: 'unpark', icon: 'play', call: unparkCall(task), patch: { ...inQueue, parkedAt: null } }]
  const isInQueue = task.state === 'waiting' || task.state === 'offered'
  const isHeld = task.state === 'offered' || task.state === 'active'
  const parked = { ...inQueue, state: 'paused', position: null } as const
  return [
    ...(isInQueue ? [{ id: 'park', icon: 'pause', call: parkCall(task), patch: parked } as const] : []),
    ...(isHeld ? [{ id: 'requeue', icon: 'undo', call: requeueCall(task), patch: inQueue } as const] : []),
  ]
}

/** What this person may do with this task now, without a further question. */
export function verbsOf(task: Task, actor: Actor): TaskVerb[] {
  return [...takeVerb(task, actor), ...raiseVerb(task, actor), ...supervisorVerbs(task, actor)]
}

const monitorModes: readonly { mode: MonitorMode; id: MonitorVerbId; icon: IconName }[] = [
  { mode: 'listen', id: 'watch', icon: 'eye' },
  { mode: 'whisper', id: 'whisper', icon: 'chat' },
  { mode: 'barge', id: 'barge', icon: 'headset' },
]

/** How a supervisor may be with the work of another agent, other than as they are with it now. */
export function monitorVerbsOf(task: Task, { agent, memberId, permissions }: Actor): TaskVerb[] {
  if (!permissions.includes('agents:act')) return []
  const own = task.monitors.find(({ supervisor }) => supervisor.id === memberId)
  const isOthersWork = task.state === 'active' && task.agentId !== agent?.id
  const others = isOthersWork ? monitorModes.filter(({ mode }) => mode !== own?.mode) : []
  return [
    ...others.map(({ mode, id, icon }) => ({
      id,
      icon,
      call: monitorCall(task.id, mode),
      patch: {},
      opensTicket: true as const,
    })),
    ...(own ? [{ id: 'unwatch', icon: 'x', call: endMonitorCall(task.id), patch: {} } as const] : []),
  ]
}

/** Whether it can be given to another agent; to another queue only with `task:write`. */
export function canReassign(task: Task, { permissions }: Actor): boolean {
  return permissions.includes('ticket:assign') && task.state !== 'wrapup'
}

export function assignVerb(task: Task, agent: Pick<Agent, 'id' | 'name'>): TaskVerb {
  return { id: 'assign', icon: 'user', call: assignCall(task, agent.id), patch: heldBy(agent) }
}

export function transferVerb(task: Task, queue: string): TaskVerb {
  return {
    id: 'transfer',
    icon: 'arrow',
    call: transferCall(task, queue),
    patch: { ...inQueue, queue, position: null },
  }
}
