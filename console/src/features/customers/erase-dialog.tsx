import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Customer, ErasureReceipt } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { nameOf } from './customer-name.ts'
import { eraseCustomer } from './queries.ts'

function Done({ receipt, onClose }: { receipt: ErasureReceipt; onClose: () => void }) {
  const rows = Object.values(receipt.counts).reduce((sum, count) => sum + count, 0)
  return (
    <div className="grid gap-3 p-4">
      <p role="status" className="flex items-start gap-2">
        <Icon name="check-circle" tone="mt-0.5 text-met" />
        <span>{plural('customer.erased', rows)}</span>
      </p>
      <div className="flex items-center gap-2 rounded-card bg-canvas p-3">
        <code className="min-w-0 flex-1 break-all font-mono text-[11.5px]/[16px] text-ink-2">{receipt.hash}</code>
        <CopyButton text={JSON.stringify(receipt, null, 2)} label={t('customer.copyReceipt')} />
      </div>
      <div className="flex justify-end">
        <Button look="solid" onClick={onClose}>
          {t('action.close')}
        </Button>
      </div>
    </div>
  )
}

/** Erases a customer once its id was typed; what comes of it is a receipt. */
export function EraseDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const erase = useMutation({
    mutationFn: () => eraseCustomer(customer.id),
    onSuccess: () => client.invalidateQueries(),
  })
  const isConfirmed = typed.trim() === customer.externalId
  return (
    <Dialog title={t('customer.erase')} onClose={onClose}>
      {erase.data ? (
        <Done receipt={erase.data} onClose={onClose} />
      ) : (
        <form
          className="grid gap-3 p-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (isConfirmed) erase.mutate()
          }}
        >
          <p>{t('customer.eraseWhat', { name: nameOf(customer) })}</p>
          <p className="flex items-start gap-1.5 text-breach">
            <Icon name="alert" size="s" tone="mt-0.5" /> {t('customer.eraseForGood')}
          </p>
          <Field label={t('customer.typeId', { id: customer.externalId })}>
            {(id) => (
              <input
                id={id}
                className="field font-mono"
                autoComplete="off"
                spellCheck={false}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
          {erase.error && <ProblemLine error={erase.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{t('case.cancel')}</Button>
            <Button type="submit" look="solid" busy={erase.isPending} disabled={!isConfirmed}>
              {t('customer.eraseNow')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
