import { Link } from '@tanstack/react-router'
import type { Case } from '@switchyard/sdk'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { t, wordFor } from '../../ui/words/words.ts'

export type Evidence = Case['evidence'][number]

const icons: Record<Evidence['kind'], IconName> = { note: 'file', link: 'link', file: 'file', event: 'commit' }

/** The drawing of a kind of evidence. */
export const evidenceIcon = ({ kind, ticketId }: Evidence): IconName => (ticketId === null ? icons[kind] : 'ticket')

/** Only the web is linked to: an address of any other kind stays text. */
export function webAddress({ url }: Pick<Evidence, 'url'>): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url : null
}

/** What a piece is called in few words. */
export function evidenceName(piece: Evidence, tickets: Case['tickets']): string {
  const ticket = tickets.find(({ id }) => id === piece.ticketId)
  if (ticket !== undefined) return `#${ticket.number}`
  if (piece.url !== null) return piece.url.replace(/^https?:\/\//i, '')
  return piece.file?.name ?? piece.fileId ?? wordFor('case.evidence', piece.kind)
}

/** A piece of evidence as a small mark that leads to it where it lies somewhere. */
export function EvidenceMark({ piece, tickets }: { piece: Evidence; tickets: Case['tickets'] }) {
  const look = 'chip outlined !h-[22px] max-w-full'
  const body = (
    <>
      <Icon name={evidenceIcon(piece)} size="xs" tone="text-ink-3" />
      <span className="max-w-64 truncate">
        {piece.url === null && piece.ticketId === null && piece.text !== null
          ? piece.text
          : evidenceName(piece, tickets)}
      </span>
    </>
  )
  const address = webAddress(piece)
  if (piece.ticketId !== null)
    return (
      <Link to="/tickets/$ticketId" params={{ ticketId: piece.ticketId }} className={look}>
        {body}
      </Link>
    )
  if (address === null) return <span className={look}>{body}</span>
  return (
    <a href={address} target="_blank" rel="noreferrer noopener" className={look} title={t('case.opensElsewhere')}>
      {body}
    </a>
  )
}
