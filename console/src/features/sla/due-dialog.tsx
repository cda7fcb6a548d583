import { useState } from 'react'
import type { ExplainedClock } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { fieldsOf, instantOf, snoozeFault } from '../../ui/snooze-times.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { momentText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { useDue } from './use-due.ts'

type When = ReturnType<typeof fieldsOf>

function WhenFields({ form, isFaulty, onChange }: { form: When; isFaulty: boolean; onChange: (form: When) => void }) {
  return (
    <div className="grid grid-cols-2 gap-3">
      {(['date', 'time'] as const).map((name) => (
        <Field key={name} label={t(`snooze.${name}`)}>
          {(id) => (
            <input
              id={id}
              type={name}
              required
              className="field num"
              aria-invalid={isFaulty || undefined}
              value={form[name]}
              min={name === 'date' ? fieldsOf(now()).date : undefined}
              onChange={(event) => onChange({ ...form, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
    </div>
  )
}

/** Sets the due time of a clock by hand, for a reason that everybody of the workspace reads beside it. */
export function DueDialog({
  ticketId,
  clock,
  onClose,
}: {
  ticketId: string
  clock: ExplainedClock
  onClose: () => void
}) {
  const [form, setForm] = useState(() => fieldsOf(clock.dueAt === null ? now() : Date.parse(clock.dueAt)))
  const [reason, setReason] = useState('')
  const due = useDue(ticketId, clock)
  const at = instantOf(form)
  const fault = at === null ? null : snoozeFault(at, now())
  return (
    <Dialog
      title={t('due.title', { metric: wordFor('sla.metric', clock.metric) })}
      onClose={onClose}
      isAway={due.isPending}
    >
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (at === null || fault !== null || due.isPending) return
          due.mutate({ dueAt: new Date(at).toISOString(), reason: reason.trim() }, { onSuccess: onClose })
        }}
      >
        <p className="text-ink-2">
          {clock.dueAt === null ? t('due.lead') : t('due.leadNow', { at: momentText(clock.dueAt, now()) })}
        </p>
        <WhenFields form={form} isFaulty={fault !== null} onChange={setForm} />
        <Field label={t('due.reason')} hint={t('due.reasonHint')}>
          {(id) => (
            <textarea
              id={id}
              required
              maxLength={500}
              className="field min-h-16 [field-sizing:content]"
              dir="auto"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {fault !== null && (
          <p role="alert" className="type-small text-breach">
            {t(`due.${fault}`)}
          </p>
        )}
        {due.error && <ProblemLine error={due.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('due.keep')}</Button>
          <Button type="submit" look="solid" disabled={at === null || fault !== null || reason.trim() === ''}>
            {t('due.set')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
