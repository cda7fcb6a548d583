import type { Task } from '@switchyard/sdk'
import type { Actor, TaskVerb } from './task-verbs.ts'

/** What the parts of the screen share: who acts, and how a task is changed. */
export interface Desk {
  actor: Actor
  /** The task whose change the server has not answered yet. */
  pendingId: string | null
  change: (task: Task, verb: TaskVerb) => void
  /** Asks for the agent or queue that gets it. */
  reassign: (task: Task) => void
}
