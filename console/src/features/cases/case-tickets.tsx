import { Link } from '@tanstack/react-router'
import type { Case } from '@switchyard/sdk'
import { Icon } from '../../ui/icon.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { Section } from './section.tsx'

/** The tickets a case is about; the one it was opened for comes first. */
export function CaseTickets({ tickets }: Pick<Case, 'tickets'>) {
  return (
    <Section title={t('case.tickets')} count={tickets.length}>
      <ul className="divide-y divide-line">
        {tickets.map(({ id, number, issueSummary, status }) => (
          <li key={id}>
            <Link
              to="/tickets/$ticketId"
              params={{ ticketId: id }}
              className="grid min-h-7 grid-cols-[14px_minmax(0,1fr)_auto] items-center gap-2.5 rounded-chip text-[12.5px]/[18px] text-ink-2 hover:bg-hover max-pane:min-h-11"
            >
              <Icon name="ticket" size="s" tone="text-ink-3" />
              <span dir="auto" className="truncate">
                <b className="num me-1 font-[550] text-ink">#{number}</b> {issueSummary}
              </span>
              <span className="text-ink-3">{wordFor('status', status)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
