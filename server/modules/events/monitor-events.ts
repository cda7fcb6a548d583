import { data, id, nullable, ofCall, slug } from './event-data.ts'

const monitor = {
  monitorId: id,
  taskId: id,
  /** Whose work it is. */
  agentId: id,
  /** A member or a token, and the agent that they are. */
  supervisorId: id,
  supervisorAgentId: nullable(id),
  mode: slug,
  callRef: ofCall,
}

/** What is told of supervisors who watch a task: enough for an exchange to let them hear and speak. */
export const monitorEvents = {
  'monitor.started': data(monitor),
  'monitor.changed': data({ ...monitor, previous: slug }),
  'monitor.ended': data({ ...monitor, reason: slug }),
} as const
