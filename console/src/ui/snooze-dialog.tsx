import { useState } from 'react'
import { Button } from './button.tsx'
import { now } from './clock.ts'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { t } from './words/words.ts'
import { fieldsOf, instantOf, snoozeFault, snoozeTimes } from './snooze-times.ts'

interface SnoozeDialogProps {
  onPick: (until: string) => void
  onClose: () => void
}

/** Until when something is put aside: any day and time within a year, tomorrow morning to begin with. */
export function SnoozeDialog({ onPick, onClose }: SnoozeDialogProps) {
  const [form, setForm] = useState(() => fieldsOf(snoozeTimes(now())[1]?.at.getTime() ?? now()))
  const at = instantOf(form)
  const fault = at === null ? null : snoozeFault(at, now())
  return (
    <Dialog title={t('snooze.title')} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (at !== null && fault === null) onPick(new Date(at).toISOString())
        }}
      >
        <div className="grid grid-cols-2 gap-3">
          {(['date', 'time'] as const).map((name) => (
            <Field key={name} label={t(`snooze.${name}`)}>
              {(id) => (
                <input
                  id={id}
                  type={name}
                  required
                  className="field num"
                  aria-invalid={fault !== null || undefined}
                  value={form[name]}
                  min={name === 'date' ? fieldsOf(now()).date : undefined}
                  onChange={(event) => setForm({ ...form, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <div className="flex min-h-[30px] items-center gap-3">
          {fault !== null && (
            <p role="alert" className="type-small text-breach">
              {t(`snooze.${fault}`)}
            </p>
          )}
          <Button type="submit" look="solid" className="ms-auto" disabled={at === null || fault !== null}>
            {t('snooze.put')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
