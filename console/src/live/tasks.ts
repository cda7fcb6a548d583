import { queryOptions } from '@tanstack/react-query'
import type { Call, MonitorMode, Task } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** A task of a ticket: how long its wrap-up lasts, whom it is asked about, who watches it. */
export const taskOfTicketQuery = ({ ticketId, taskId }: { ticketId: string; taskId: string }) =>
  queryOptions({
    queryKey: cacheKeys.taskOfTicket(ticketId, taskId),
    queryFn: ({ signal }) => api.request<Task>({ method: 'GET', path: `/v1/tasks/${taskId}`, signal }),
    retry: false,
  })

/** Watches a task, or goes on in another mode. */
export function monitorCall(taskId: string, mode: MonitorMode): Call {
  return { method: 'POST', path: `/v1/tasks/${taskId}/monitor`, body: { mode } }
}

export function endMonitorCall(taskId: string): Call {
  return { method: 'DELETE', path: `/v1/tasks/${taskId}/monitor` }
}
