import type { Call, Task } from '@switchyard/sdk'

/** Whom a chat is handed to, or who is asked about it. */
export type Target = { kind: 'agent'; id: string } | { kind: 'queue'; slug: string }

const noteOf = (note: string) => (note.trim() === '' ? {} : { note: note.trim() })
const ofTask = (taskId: string, verb: string, body: object): Call => ({
  method: 'POST',
  path: `/v1/tasks/${taskId}/${verb}`,
  body,
})

/** Hands it on; the agent who was consulted has it at once. */
export function transferCall(task: Task, target: Target, note: string): Call {
  const to = target.kind === 'agent' ? { agentId: target.id } : { queue: target.slug }
  const isAsked = target.kind === 'agent' && task.consult?.agentId === target.id
  return ofTask(task.id, 'transfer', { to, ...(isAsked ? { mode: 'warm' } : {}), ...noteOf(note) })
}

/** Asks a colleague, and keeps it. */
export function consultCall(task: Task, agentId: string, note: string): Call {
  return ofTask(task.id, 'consult', { agentId, ...noteOf(note) })
}

export function endConsultCall(task: Task): Call {
  return ofTask(task.id, 'consult/end', {})
}

export function endWrapupCall(task: Task, disposition: string | null): Call {
  return ofTask(task.id, 'wrapup/end', disposition === null ? {} : { disposition })
}
