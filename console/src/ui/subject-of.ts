import { t } from './words/words.ts'

/** What a ticket is about, in words for people: a chat may be opened before anybody has said it. */
export function subjectOf({ issueSummary }: { issueSummary: string }): string {
  return issueSummary === '' ? t('ticket.noSubject') : issueSummary
}
