import type { Call, Case, CaseStatus } from '@switchyard/sdk'

type Outcome = NonNullable<Case['decision']>['outcome']
type CheckResult = NonNullable<Case['checks'][number]['result']>
type WaitedFor = NonNullable<Case['waitsFor']>

/** A piece of evidence as it is added: what somebody says, where something lies, or a file that was uploaded. */
export interface NewEvidence {
  kind: 'note' | 'link' | 'file'
  text: string
  url: string
}

const textOrNull = (text: string) => (text.trim() === '' ? null : text.trim())

const ofCase = (one: Case, verb: string, body: object): Call => ({
  method: 'POST',
  path: `/v1/cases/${one.id}/${verb}`,
  body,
})

/** Nobody moves or decides what has changed since they read it. */
const unchanged = (one: Case, call: Call): Call => ({ ...call, headers: { 'if-match': `"${one.id}.${one.version}"` } })

export const moveCall = (one: Case, to: CaseStatus, note: string): Call =>
  unchanged(one, ofCase(one, 'transitions', { to, note: textOrNull(note) }))

export const decideCall = (one: Case, outcome: Outcome, note: string): Call =>
  unchanged(one, ofCase(one, 'decision', { outcome, note: note.trim() }))

export const pauseCall = (one: Case, waitsFor: WaitedFor, note: string): Call =>
  ofCase(one, 'pause', { waitsFor, note: textOrNull(note) })

export const resumeCall = (one: Case, note: string): Call => ofCase(one, 'resume', { note: textOrNull(note) })

export const checkCall = (one: Case, name: string, result: CheckResult, note: string): Call =>
  ofCase(one, `checks/${name}`, { result, note: textOrNull(note) })

/** To the next level, where somebody else takes it. */
export const raiseCall = (one: Case, note: string): Call => ({
  method: 'POST',
  path: '/v1/cases',
  body: { caseId: one.id, note: textOrNull(note) },
})

/** Pulls the work of the case out of its queue. */
export const takeCall = (taskId: string): Call => ({ method: 'POST', path: `/v1/tasks/${taskId}/pull`, body: {} })

/** The address of a ticket of this product links the ticket itself. */
export function evidenceCall(one: Case, { kind, text, url }: NewEvidence, fileId: string | null = null): Call {
  const said = textOrNull(text)
  const ticketId = /\bticket_[0-9a-z]{26}\b/.exec(url)?.[0]
  const place = ticketId === undefined ? { url: url.trim() } : { ticketId }
  const where = kind === 'note' ? {} : kind === 'file' ? { fileId } : place
  return ofCase(one, 'evidence', { kind, ...where, ...(said === null ? {} : { text: said }) })
}
