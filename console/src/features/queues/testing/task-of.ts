import type { Task } from '@switchyard/sdk'

/** A waiting task with what the test asks for changed. */
export function taskOf(change: Partial<Task>): Task {
  return {
    id: 'task_1',
    ticketId: 'ticket_1',
    kind: 'chat',
    queue: 'payments',
    channel: 'live-chat',
    priority: 'normal',
    state: 'waiting',
    agentId: null,
    agentName: null,
    position: 1,
    estimatedWait: null,
    steps: [],
    sla: null,
    requirements: { skills: {}, languages: ['pt'], search: null },
    offer: null,
    consult: null,
    monitors: [],
    parkedAt: null,
    partner: null,
    wrapupUntil: null,
    disposition: null,
    excluded: [],
    version: 1,
    enteredAt: '2026-11-20T09:00:00.000Z',
    createdAt: '2026-11-20T09:00:00.000Z',
    endedAt: null,
    call: null,
    ticket: {
      number: 10_412,
      issueSummary: 'Deposit is missing',
      priority: 'normal',
      language: 'pt',
      customer: { externalId: 'rui-costa', name: 'Rui Costa' },
      waitedMs: 42_000,
    },
    ...change,
  }
}
