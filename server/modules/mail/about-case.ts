import { type CaseStatus, isUnderReview, ownHandIn } from '../../core/cases/index.ts'
import type { NoticePhrases } from '../../core/mail/index.ts'
import type { Tx } from '../../platform/context.ts'
import { decodeId, encodeId } from '../../platform/ids.ts'
import type { PlacedEvent } from '../events/index.ts'
import { toReader } from './about-ticket.ts'
import type { MailDraft } from './compose-mail.ts'
import { type CaseOfMail, findCaseOfMail, type Reader } from './facts-view.ts'
import { rolesThatMay } from './mail-rules.ts'
import { mailSettings } from './mail-settings.ts'
import { readersOf, type Told } from './readers.ts'

/**
 * A case that is ready to be decided, or late, is told to those who may decide it: not to those whom four eyes keep from it,
 * its opener and whoever referred it to a higher level.
 */
export async function caseDrafts(tx: Tx, told: Told): Promise<MailDraft[]> {
  const { context, workflow, event } = told
  const caseId = decodeId('case', String(event.data['caseId']))
  if (caseId === null || isNoNews(event)) return []
  const found = await findCaseOfMail(tx, context.workspace.id, caseId)
  const phrases = found === null ? null : phrasesFor(event, found)
  if (found === null || phrases === null) return []
  const audience = { roles: rolesThatMay('case:decide') }
  const readers = await readersOf(tx, told, { kind: 'case_decision', audience })
  const summary = workflow.cases.reasons.get(found.reason)?.label ?? found.reasonText ?? found.reason
  const { publicUrl } = context.memory.of(mailSettings)
  const id = encodeId('case', found.id)
  return readers
    .filter((reader) => mayDecide(found, reader))
    .map((reader) => ({
      ...toReader(reader, `${phrases} ${event.id}`),
      content: {
        kind: 'case_decision',
        phrases,
        facts: { number: found.number, summary, percent: Number(event.data['percent'] ?? 100) },
        details: [{ word: 'priority', text: found.severity, isWord: true }],
      },
      ticketId: found.ticketId,
      link: { word: 'openCase', url: `${publicUrl}/cases?case=${id}` },
      thread: id,
    }))
}

/** A move to any lane but that of decisions. */
function isNoNews({ type, data }: PlacedEvent): boolean {
  return type === 'case.status_changed' && data['to'] !== ('decision' satisfies CaseStatus)
}

/** What is to be said of a case; null when that is over: it was decided since, or is past the time it is warned of. */
function phrasesFor({ type }: PlacedEvent, { status, isBreached }: CaseOfMail): NoticePhrases | null {
  if (type === 'case.status_changed') return 'case_decision'
  if (!isUnderReview(status)) return null
  if (type === 'case.breached') return 'case_breached'
  return isBreached ? null : 'case_warned'
}

function mayDecide({ parties }: CaseOfMail, { memberId, agentId }: Reader): boolean {
  return ownHandIn(parties, { kind: 'member', id: memberId ?? '', agentId }) === null
}
