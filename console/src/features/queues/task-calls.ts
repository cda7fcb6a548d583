import type { Call, Priority, Task } from '@switchyard/sdk'

const priorities: readonly Priority[] = ['low', 'normal', 'high', 'critical']

/** The priority above, or null at the top. */
export function nextPriority(priority: string): Priority | null {
  const at = priorities.findIndex((known) => known === priority)
  return at === -1 ? null : (priorities[at + 1] ?? null)
}

const ofTask = (task: Task, verb: string, body?: object): Call => ({
  method: 'POST',
  path: `/v1/tasks/${task.id}/${verb}`,
  ...(body === undefined ? {} : { body }),
})

/** Gives the ticket to an agent at once; past its room it is recorded as forced. */
export function assignCall(task: Task, agentId: string): Call {
  return { method: 'PUT', path: `/v1/tickets/${task.ticketId}/assignee`, body: { agentId } }
}

/** One's own: a waiting task is pulled, one that somebody has or is asked for is assigned by hand. */
export function takeCall(task: Task, agentId: string): Call {
  return task.state === 'waiting' ? ofTask(task, 'pull', {}) : assignCall(task, agentId)
}

/** To another queue, at its rank. */
export function transferCall(task: Task, queue: string): Call {
  return ofTask(task, 'transfer', { to: { queue } })
}

export function priorityCall(task: Task, priority: Priority): Call {
  return { method: 'PATCH', path: `/v1/tickets/${task.ticketId}`, body: { priority } }
}

/** Keeps its rank and is offered to nobody. */
export function parkCall(task: Task): Call {
  return ofTask(task, 'park', {})
}

export function unparkCall(task: Task): Call {
  return ofTask(task, 'unpark')
}

/** Back in its queue, from whoever has it or is asked for it. */
export function requeueCall(task: Task): Call {
  return ofTask(task, 'requeue')
}
