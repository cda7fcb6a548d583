import { assignTicket } from '../../handling/index.ts'
import { type Desk, openDesk } from '../../handling/testing/desk.ts'
import type { CallRequest } from '../index.ts'
import { takeCall, type TakenCall } from './take-call.ts'

/** A desk that takes calls, with short ways to what became of them. */
export interface CallDesk extends Desk {
  call(more?: Partial<CallRequest>): Promise<TakenCall>
  /** A call in the hands of a new agent. */
  answeredCall(): Promise<TakenCall & { readonly agentId: string }>
  taskOf(call: TakenCall): Promise<Record<'kind' | 'state' | 'priority' | 'queue', string> & { enteredAt: number }>
  eventsOf(call: TakenCall): Promise<{ type: string; data: Record<string, unknown>; seq: number }[]>
  typesOf(call: TakenCall): Promise<string[]>
}

/** `workflow` changes the example's text. */
export async function openCallDesk(workflow?: (text: string) => string): Promise<CallDesk> {
  const desk = await openDesk(workflow)
  const call = (more: Partial<CallRequest> = {}) => takeCall(desk.context, more)
  const eventsOf = (made: TakenCall) =>
    desk.home.query<Awaited<ReturnType<CallDesk['eventsOf']>>[number]>(
      'select type, data, subject_seq as seq from events where ticket_id = $1 order by seq',
      [made.ticketId],
    )
  return {
    ...desk,
    call,
    answeredCall: async () => {
      const made = await call()
      const agent = await desk.addAgent()
      await assignTicket(desk.context, { ticketId: made.ticketId, agentId: agent.id })
      return { ...made, agentId: agent.id }
    },
    taskOf: async (made) => {
      const [task] = await desk.home.query<Awaited<ReturnType<CallDesk['taskOf']>>>(
        'select kind, state, entered_at as "enteredAt", priority, queue from tasks where id = $1',
        [made.taskId],
      )
      if (task === undefined) throw new Error('The call has no task.')
      return task
    },
    eventsOf,
    typesOf: async (made) => (await eventsOf(made)).map((event) => event.type),
  }
}
