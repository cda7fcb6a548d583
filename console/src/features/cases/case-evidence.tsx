import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import type { Case } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { useClock } from '../../ui/clock.ts'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { evidenceCall } from './case-calls.ts'
import type { NewEvidence } from './case-calls.ts'
import { evidenceIcon, evidenceName, webAddress } from './evidence-mark.tsx'
import type { Evidence } from './evidence-mark.tsx'
import { Section } from './section.tsx'
import { useCaseChange } from './use-case-change.ts'

const kinds = ['note', 'link'] as const
const nothing: NewEvidence = { kind: 'note', text: '', url: '' }

function EvidenceForm({ one, onDone }: { one: Case; onDone: () => void }) {
  const change = useCaseChange(one.id)
  const [piece, setPiece] = useState(nothing)
  const isReady = (piece.kind === 'note' ? piece.text : piece.url).trim() !== ''
  return (
    <form
      className="mb-2 grid gap-2.5 rounded-card p-3 hairline"
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) change.mutate(evidenceCall(one, piece), { onSuccess: onDone })
      }}
    >
      <fieldset>
        <legend className="sr-only">{t('case.evidenceKind')}</legend>
        <div className="flex w-fit rounded-control bg-fill p-0.5">
          {kinds.map((kind) => (
            <label
              key={kind}
              className="type-label flex h-6 items-center rounded-chip px-2.5 text-ink-2 has-checked:bg-raised has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-focus max-pane:h-10"
            >
              <input
                type="radio"
                className="sr-only"
                name="evidence-kind"
                checked={piece.kind === kind}
                onChange={() => setPiece({ ...piece, kind })}
              />
              {wordFor('case.evidence', kind)}
            </label>
          ))}
        </div>
      </fieldset>
      {piece.kind === 'link' && (
        <Field label={t('case.evidenceUrl')} hint={t('case.evidenceUrlHint')}>
          {(id) => (
            <input
              id={id}
              className="field"
              inputMode="url"
              placeholder="https://"
              value={piece.url}
              onChange={(event) => setPiece({ ...piece, url: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field label={t('case.evidenceText')}>
        {(id) => (
          <textarea
            id={id}
            dir="auto"
            className="field min-h-14 [field-sizing:content]"
            value={piece.text}
            onChange={(event) => setPiece({ ...piece, text: event.target.value })}
          />
        )}
      </Field>
      {change.error && <ProblemLine error={change.error} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="type-meta me-auto text-ink-3">{t('case.evidenceStays')}</span>
        <Button look="bare" onClick={onDone}>
          {t('case.cancel')}
        </Button>
        <Button type="submit" busy={change.isPending} disabled={!isReady}>
          {t('case.evidenceAdd')}
        </Button>
      </div>
    </form>
  )
}

function Where({ piece, one }: { piece: Evidence; one: Case }) {
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
      <span dir="auto" className="line-clamp-3 [overflow-wrap:anywhere]" title={piece.text ?? ''}>
        {!isNote && <Where piece={piece} one={one} />} {piece.text}
        {check !== undefined && <span className="text-ink-3"> ({check})</span>}
      </span>
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
