/** An issue that comes up again and again, with what it has cost. */
export interface RecurringIssue {
  key: string
  by: 'cause' | 'words'
  service: string | null
  cause: string | null
  category: string | null
  words: string[]
  n: number
  customers: number
  customersAgain: number
  ticketsAgain: number
  breached: number
  reopened: number
  workSeconds: number
  firstAt: string
  lastAt: string
  state: 'active' | 'emerging' | 'hypercare' | 'resolved' | 'stale'
  surge: { seen: number; expected: number; p: number; isSurging: boolean }
  problem: { id: string; number: number; issueSummary: string; status: string; linked: number } | null
  tickets: { id: string; number: number; issueSummary: string; status: string; createdAt: string }[]
  rowsUrl: string
}
export interface RecurringReport {
  from: string
  to: string
  n: number
  excluded: number
  single: number
  issues: RecurringIssue[]
}
