import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Case, CaseReason, Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { caseReasonsQuery } from '../../live/case-reasons.ts'
import { useMe } from '../../live/me.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { targetText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { escalateTicket } from './queries.ts'

const severities = ['low', 'normal', 'high', 'critical'] as const

/** What came of it: the case, and the way to it for those who may read cases. */
function Opened({ one, onClose }: { one: Case; onClose: () => void }) {
  const mayRead = useMe().permissions.includes('case:read')
  const number = `C-${String(one.number).padStart(4, '0')}`
  return (
    <div className="grid justify-items-start gap-3 p-4">
      <p role="status" className="flex items-start gap-2">
        <Icon name="shield" tone="mt-0.5 text-met" />
        <span>{t('escalate.done', { number, lane: wordFor('case.status', one.status) })}</span>
      </p>
      <div className="flex w-full justify-end gap-2">
        <Button onClick={onClose}>{t('action.close')}</Button>
        {mayRead && (
          <Link to="/cases" search={{ case: one.id }} className="b solid">
            {t('escalate.open')}
          </Link>
        )}
      </div>
    </div>
  )
}

/** What somebody chose; an empty severity is the reason's own. */
interface Choice {
  slug: string
  severity: string
  note: string
}

interface ChoiceProps {
  reasons: CaseReason[]
  reason: CaseReason | undefined
  choice: Choice
  onChange: (choice: Choice) => void
}

function Choices({ reasons, reason, choice, onChange }: ChoiceProps) {
  return (
    <>
      <Field label={t('case.reason')}>
        {(id) => (
          <select
            id={id}
            className="field"
            value={reason?.slug ?? ''}
            onChange={(event) => onChange({ ...choice, slug: event.target.value })}
          >
            {reasons.map((known) => (
              <option key={known.slug} value={known.slug}>
                {known.label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('case.severity')}>
        {(id) => (
          <select
            id={id}
            className="field"
            value={choice.severity}
            onChange={(event) => onChange({ ...choice, severity: event.target.value })}
          >
            <option value="">
              {t('escalate.usual', { severity: wordFor('priority', reason?.severity ?? 'normal') })}
            </option>
            {severities.map((grade) => (
              <option key={grade} value={grade}>
                {wordFor('priority', grade)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('escalate.note')}>
        {(id) => (
          <textarea
            id={id}
            dir="auto"
            className="field min-h-16 [field-sizing:content]"
            value={choice.note}
            onChange={(event) => onChange({ ...choice, note: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

/** Opens the case; whatever shows it or its ticket is asked again. */
function useEscalation(ticketId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ slug, severity, note }: Choice) =>
      escalateTicket({
        ticketId,
        reason: slug,
        severity: severity === '' ? null : severity,
        note: note.trim() === '' ? null : note.trim(),
      }),
    onSuccess: () => {
      for (const queryKey of [cacheKeys.cases, cacheKeys.ticket(ticketId), cacheKeys.timeline(ticketId)])
        void client.invalidateQueries({ queryKey })
    },
  })
}

function EscalateForm({ reasons, escalate }: { reasons: CaseReason[]; escalate: ReturnType<typeof useEscalation> }) {
  const [choice, setChoice] = useState<Choice>({ slug: '', severity: '', note: '' })
  const reason = reasons.find(({ slug }) => slug === choice.slug) ?? reasons[0]
  return (
    <form
      className="grid gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (reason !== undefined) escalate.mutate({ ...choice, slug: reason.slug })
      }}
    >
      <p className="text-ink-2">{t('escalate.lead')}</p>
      <Choices reasons={reasons} reason={reason} choice={choice} onChange={setChoice} />
      {reason !== undefined && reason.dueSeconds !== null && (
        <p className="type-meta flex items-center gap-1.5 text-ink-3">
          <Icon name="clock" size="s" />
          {t('escalate.due', { time: targetText(reason.dueSeconds * 1000, reason.dueUnit) })}
        </p>
      )}
      {escalate.error && <ProblemLine error={escalate.error} />}
      <div className="flex justify-end">
        <Button type="submit" look="solid" busy={escalate.isPending} disabled={reason === undefined}>
          {t('escalate.do')}
        </Button>
      </div>
    </form>
  )
}

/** Escalates a ticket to Risk Review: why, how grave, and what the reviewers should know. */
export function EscalateDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { data, error } = useQuery(caseReasonsQuery)
  const escalate = useEscalation(ticket.id)
  return (
    <Dialog title={t('escalate.title')} onClose={onClose}>
      {escalate.data ? (
        <Opened one={escalate.data} onClose={onClose} />
      ) : data ? (
        <EscalateForm reasons={data.data} escalate={escalate} />
      ) : error ? (
        <div className="p-4">
          <ProblemLine error={error} />
        </div>
      ) : (
        <Bones className="p-4" rows={['h-9', 'h-9', 'h-16']} />
      )}
    </Dialog>
  )
}
