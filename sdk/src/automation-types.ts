/** A rule about tickets there are, with its runs of the last 30 days. */
export interface Automation {
  key: string
  name: string
  line: number | null
  on: string[]
  after: { seconds: number; since: 'status' | 'unchanged' | 'created'; in: string[]; calendar: string | null } | null
  when: string | null
  does: string[]
  stops: boolean
  off: boolean
  runs: { done: number; failed: number; stopped: number; lastAt: string | null }
}
/** What one automation did, or could not do, and why. */
export interface AutomationRun {
  id: string
  automation: string
  ticket: { id: string; number: number }
  on: string
  outcome: 'done' | 'failed' | 'stopped'
  code: string
  reason: string
  did: string[]
  chain: string[]
  at: string
}
/** Whether a rule would act, and why. */
export interface AutomationVerdict {
  automation: string
  name: string
  line: number | null
  fires: boolean
  code: string
  reason: string
  does: string[]
}
export interface Macro {
  key: string
  name: string
  visibility: 'public' | 'internal'
  body: Record<string, string>
  when: string | null
  queues: string[]
  does: string[]
  fits: boolean | null
}

interface SuggestedTicket {
  id: string
  number: number
  issueSummary: string
  status: string
  createdAt: string
}

/** Something to do next on a ticket; which members there are depends on `kind`. */
export interface TicketSuggestion {
  kind: 'firstResponse' | 'classification' | 'steps' | 'guidance' | 'macro' | 'duplicate' | 'surge'
  reasons: { code: string; text: string; params?: Record<string, string>; words?: string[] }[]
  text?: string
  language?: string
  classification?: { category: string; type: string | null }
  playbook?: { key: string; name: string }
  steps?: { text: string; macro: string | null; url: string | null }[]
  macro?: { key: string; name: string }
  does?: string[]
  ticket?: SuggestedTicket
  /** How many tell of the same just now, and how many are usual; the others one may see. */
  surge?: {
    seen: number
    expected: number
    tickets: SuggestedTicket[]
    problem: Omit<SuggestedTicket, 'createdAt'> | null
  }
  score?: number
}
