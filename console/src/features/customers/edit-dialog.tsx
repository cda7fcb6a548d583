import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Customer } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { contactsOf, linesOf } from './parse-lines.ts'
import { updateCustomer } from './queries.ts'

const plain = ['name', 'tier', 'language', 'timezone'] as const

function formOf({ name, tier, language, timezone, contacts, externalIds }: Customer) {
  return {
    name: name ?? '',
    tier: tier ?? '',
    language: language ?? '',
    timezone: timezone ?? '',
    contacts: contacts.map(({ value }) => value).join('\n'),
    externalIds: externalIds.join('\n'),
  }
}

/** Changes a profile; saved together, and refused where somebody else has changed it since. */
export function EditDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const client = useQueryClient()
  const [form, setForm] = useState(() => formOf(customer))
  const save = useMutation({
    mutationFn: () => {
      const details = Object.fromEntries(
        plain.map((name) => [name, form[name].trim() === '' ? null : form[name].trim()]),
      )
      const contacts = contactsOf(form.contacts)
      return updateCustomer(customer, { ...details, contacts, externalIds: linesOf(form.externalIds) })
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: cacheKeys.customers })
      void client.invalidateQueries({ queryKey: ['ticket'] })
      onClose()
    },
  })
  const text = (name: keyof typeof form, rows: number) => (id: string) => (
    <textarea
      id={id}
      rows={rows}
      className="field font-mono text-[12.5px]/[18px]"
      value={form[name]}
      onChange={(event) => setForm({ ...form, [name]: event.target.value })}
    />
  )
  return (
    <Dialog title={t('customer.edit')} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <div className="grid gap-3 stack:grid-cols-2">
          {plain.map((name) => (
            <Field key={name} label={t(`customer.${name}`)}>
              {(id) => (
                <input
                  id={id}
                  className="field"
                  value={form[name]}
                  onChange={(event) => setForm({ ...form, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
        <Field label={t('customer.contacts')} hint={t('customer.onePerLine')}>
          {text('contacts', 3)}
        </Field>
        <Field label={t('customer.externalIds')} hint={t('customer.firstIsShown')}>
          {text('externalIds', 3)}
        </Field>
        {save.error && <ProblemLine error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('case.cancel')}</Button>
          <Button type="submit" look="solid" busy={save.isPending}>
            {t('customer.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
