import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import type { Case } from '@switchyard/sdk'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { FileList } from '../../ui/file-list.tsx'
import { fileSource } from '../../live/files.ts'
import { EvidenceForm } from './evidence-form.tsx'
import { evidenceIcon, evidenceName, webAddress } from './evidence-mark.tsx'
import type { Evidence } from './evidence-mark.tsx'
import { Section } from './section.tsx'

function Where({ piece, one }: { piece: Evidence; one: Case }) {
  if (piece.file !== null) return <FileList files={[piece.file]} source={fileSource} />
  const name = <b className="font-[550] text-ink">{evidenceName(piece, one.tickets)}</b>
  if (piece.ticketId !== null)
    return (
      <Link to="/tickets/$ticketId" params={{ ticketId: piece.ticketId }} className="rounded-chip hover:underline">
        {name}
      </Link>
    )
  const address = webAddress(piece)
  if (address === null) return name
  return (
    <a href={address} target="_blank" rel="noreferrer noopener" className="rounded-chip hover:underline">
      {name}
    </a>
  )
}

function EvidenceRow({ piece, one }: { piece: Evidence; one: Case }) {
  const time = useClock((nowMs) => momentText(piece.at, nowMs))
  const check = one.checks.find(({ name }) => name === piece.check)?.label
  const isNote = piece.kind === 'note'
  return (
    <li className="grid grid-cols-[14px_minmax(0,1fr)_auto] items-start gap-2.5 py-[5px] text-[12.5px]/[18px] text-ink-2">
      <Icon name={evidenceIcon(piece)} size="s" tone="mt-0.5 text-ink-3" />
      <div
        dir="auto"
        className={`[overflow-wrap:anywhere] ${piece.file === null ? 'line-clamp-3' : 'block'}`}
        title={piece.text ?? ''}
      >
        {!isNote && <Where piece={piece} one={one} />} {piece.text}
        {check !== undefined && <span className="text-ink-3"> ({check})</span>}
      </div>
      <time dateTime={piece.at} title={fullDate(piece.at)} className="num whitespace-nowrap text-ink-3">
        {piece.by.name?.split(' ')[0]}, {time}
      </time>
    </li>
  )
}

/** What was found, newest last; it is added to and never changed. */
export function CaseEvidenceList({ one, mayWrite }: { one: Case; mayWrite: boolean }) {
  const [isAdding, setAdding] = useState(false)
  return (
    <Section
      title={t('case.evidence')}
      count={one.evidence.length}
      aside={
        mayWrite &&
        !isAdding && (
          <button
            type="button"
            className="link type-meta px-1 max-pane:-my-3.5 max-pane:py-3.5"
            onClick={() => setAdding(true)}
          >
            {t('case.evidenceAdd')}
          </button>
        )
      }
    >
      {isAdding && <EvidenceForm one={one} onDone={() => setAdding(false)} />}
      {one.evidence.length === 0 && !isAdding && (
        <p className="text-[12.5px]/[18px] text-ink-3">{t('case.noEvidence')}</p>
      )}
      <ul className="divide-y divide-line">
        {one.evidence.map((piece) => (
          <EvidenceRow key={piece.id} piece={piece} one={one} />
        ))}
      </ul>
    </Section>
  )
}
