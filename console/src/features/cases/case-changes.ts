import type { Call, Case, CaseStatus } from '@switchyard/sdk'

type Outcome = NonNullable<Case['decision']>['outcome']
type CheckResult = NonNullable<Case['checks'][number]['result']>
type WaitedFor = NonNullable<Case['waitsFor']>
type By = Case['openedBy']

/** A piece of evidence as it is added: what somebody says, where something lies, or a file that was uploaded. */
export interface NewEvidence {
  kind: 'note' | 'link' | 'file'
  text: string
  url: string
}

/** What is asked of the server, and what the case is then, as far as that is known before it answers. */
export interface CaseChange {
  one: Case
  call: Call
  patch: (by: By) => Partial<Case>
}

const textOrNull = (text: string) => (text.trim() === '' ? null : text.trim())
const nowText = () => new Date().toISOString()

const ofCase = (one: Case, verb: string, body: object): Call => ({
  method: 'POST',
  path: `/v1/cases/${one.id}/${verb}`,
  body,
})

/** Nobody moves or decides what has changed since they read it. */
const unchanged = (one: Case, call: Call): Call => ({ ...call, headers: { 'if-match': `"${one.id}.${one.version}"` } })

export const moveTo = (one: Case, to: CaseStatus, note: string): CaseChange => ({
  one,
  call: unchanged(one, ofCase(one, 'transitions', { to, note: textOrNull(note) })),
  patch: () => ({ status: to, statusSince: nowText() }),
})

/** What is referred goes to the next level, where somebody else decides it. */
export const decide = (one: Case, outcome: Outcome, note: string): CaseChange => ({
  one,
  call: unchanged(one, ofCase(one, 'decision', { outcome, note: note.trim() })),
  patch: (by) =>
    outcome === 'referred'
      ? { level: one.level + 1 }
      : { status: 'follow_up', decision: { outcome, level: one.level, note: note.trim(), by, at: nowText() } },
})

export const pause = (one: Case, waitsFor: WaitedFor, note: string): CaseChange => ({
  one,
  call: ofCase(one, 'pause', { waitsFor, note: textOrNull(note) }),
  patch: () => ({ waitsFor }),
})

export const resume = (one: Case, note: string): CaseChange => ({
  one,
  call: ofCase(one, 'resume', { note: textOrNull(note) }),
  patch: () => ({ waitsFor: null }),
})

export const answerCheck = (one: Case, name: string, result: CheckResult, note: string): CaseChange => {
  const said = textOrNull(note)
  const checks = one.checks.map((check) => (check.name === name ? { ...check, result, note: said } : check))
  return {
    one,
    call: ofCase(one, `checks/${name}`, { result, note: said }),
    patch: () => ({
      checks,
      checksAnswered: checks.filter((check) => check.isAsked && check.result !== null).length,
    }),
  }
}

/** To the next level, where somebody else takes it. */
export const raise = (one: Case, note: string): CaseChange => ({
  one,
  call: { method: 'POST', path: '/v1/cases', body: { caseId: one.id, note: textOrNull(note) } },
  patch: () => ({ level: one.level + 1 }),
})

/** Pulls the work of the case out of its queue. */
export const take = (one: Case, taskId: string): CaseChange => ({
  one,
  call: { method: 'POST', path: `/v1/tasks/${taskId}/pull`, body: {} },
  patch: ({ id, name }) => ({ owner: { id, name: name ?? '' } }),
})

/** The address of a ticket of this product links the ticket itself. A file is shown once the server has told of it. */
export function addEvidence(one: Case, { kind, text, url }: NewEvidence, fileId: string | null = null): CaseChange {
  const said = textOrNull(text)
  const ticketId = /\bticket_[0-9a-z]{26}\b/.exec(url)?.[0] ?? null
  const place = ticketId === null ? { url: url.trim() } : { ticketId }
  const where = kind === 'note' ? {} : kind === 'file' ? { fileId } : place
  const blank = { id: 'unsent', url: null, ticketId: null, fileId: null, file: null, eventId: null, check: null }
  return {
    one,
    call: ofCase(one, 'evidence', { kind, ...where, ...(said === null ? {} : { text: said }) }),
    patch: (by) =>
      kind === 'file'
        ? {}
        : { evidence: [...one.evidence, { ...blank, kind, ...where, text: said, by, at: nowText() }] },
  }
}
