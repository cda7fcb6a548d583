const person = { kind: 'token', id: 'token_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Marta Ruiz' }
const at = '2026-11-20T11:14:00.000Z'

const check = (name: string, label: string) => ({
  name,
  label,
  isAsked: true,
  result: null,
  note: null,
  by: null,
  at: null,
})

/** A case that has just been opened. */
export const exampleCase = {
  id: 'case_01jqzv5k3mf8tbn2c4d6e7g9ha',
  number: 192,
  version: 2,
  status: 'opened' as const,
  statusSince: at,
  level: 1,
  maxLevel: 3,
  reason: 'payment_dispute',
  reasonLabel: 'Payment dispute',
  reasonText: null,
  severity: 'high' as const,
  riskClass: 'financial',
  queue: 'risk-review',
  taskId: 'task_01jqzv5k3mf8tbn2c4d6e7g9ha',
  tickets: [
    {
      id: 'ticket_01jqzv5k3mf8tbn2c4d6e7g9ha',
      number: 10482,
      issueSummary: 'Duplicate captures on three accounts',
      status: 'assigned',
    },
  ],
  owner: null,
  openedBy: person,
  trigger: null,
  putForwardBy: null,
  decision: null,
  referrals: [],
  dueAt: '2026-11-21T11:14:00.000Z',
  clock: {
    state: 'running' as const,
    unit: 'hours' as const,
    targetSeconds: 86_400,
    remainingSeconds: null,
    breachedAt: null,
    metAt: null,
  },
  waitsFor: null,
  checks: [check('payment_match', 'Payment matches the account'), check('account_history', 'Account history is clean')],
  checksAsked: 2,
  checksAnswered: 0,
  evidence: [
    {
      id: 'evd_01jqzv5k3mf8tbn2c4d6e7g9ha',
      kind: 'note' as const,
      text: 'Three pairs of captures, same amount and key, two seconds apart.',
      url: null,
      ticketId: null,
      fileId: null,
      file: null,
      eventId: null,
      check: null,
      by: person,
      at,
    },
  ],
  review: { mayDecide: true, why: null },
  legal: ['triage' as const],
  createdAt: at,
  updatedAt: at,
  closedAt: null,
}

export const exampleDecision = {
  outcome: 'confirmed' as const,
  level: 1,
  note: 'Void the three second captures.',
  by: { kind: 'member', id: 'member_01jqzv5k3mf8tbn2c4d6e7g9ha', name: 'Inês Duarte' },
  at: '2026-11-20T12:10:00.000Z',
}
