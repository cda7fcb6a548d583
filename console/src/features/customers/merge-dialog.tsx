import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Customer, CustomerMergePreview } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { nameOf } from './customer-name.ts'
import { foundCustomersQuery, mergeCustomers, mergePreviewQuery } from './queries.ts'

function Person({ customer, role }: { customer: Pick<Customer, 'id' | 'name' | 'externalId'>; role: string }) {
  return (
    <div className="flex min-w-0 items-center gap-2.5">
      <Avatar name={nameOf(customer)} id={customer.id} size="m" />
      <div className="min-w-0">
        <p className="type-micro text-ink-3">{role}</p>
        <p className="truncate font-medium">{nameOf(customer)}</p>
        <p className="truncate font-mono text-[11.5px]/[16px] text-ink-3">{customer.externalId}</p>
      </div>
    </div>
  )
}

function Moves({ preview }: { preview: CustomerMergePreview }) {
  const { moves, shared, filled, conflicts } = preview
  const kinds = ['tickets', 'calls', 'cases', 'orders', 'tokens'] as const
  return (
    <div className="grid gap-2.5 rounded-card bg-canvas p-3 text-[12.5px]/[18px]">
      <ul className="flex flex-wrap gap-1.5" aria-label={t('customer.moves')}>
        {kinds
          .filter((kind) => moves[kind] > 0)
          .map((kind) => (
            <li key={kind}>
              <Chip tone="accent">{plural(`customer.count.${kind}`, moves[kind])}</Chip>
            </li>
          ))}
        {moves.contacts.map(({ value }) => (
          <li key={value}>
            <Chip>{value}</Chip>
          </li>
        ))}
        {moves.externalIds.map((externalId) => (
          <li key={externalId}>
            <Chip>{externalId}</Chip>
          </li>
        ))}
      </ul>
      {filled.length > 0 && (
        <p>{t('customer.filled', { fields: filled.map((field) => wordFor('customer', field)).join(', ') })}</p>
      )}
      {conflicts.map(({ field, kept, dropped }) => (
        <p key={field}>{t('customer.conflict', { field: wordFor('customer', field), kept, dropped })}</p>
      ))}
      <p className="flex items-start gap-1.5">
        {shared.length > 0 ? (
          <>
            <Icon name="check-circle" size="s" tone="mt-px text-met" />
            {t('customer.shared', { what: shared.map((what) => wordFor('customer.shares', what)).join(', ') })}
          </>
        ) : (
          <>
            <Icon name="alert" size="s" tone="mt-px text-near" /> {t('customer.nothingShared')}
          </>
        )}
      </p>
    </div>
  )
}

function Preview({ source, target, onDone }: { source: Customer; target: Customer; onDone: (into: Customer) => void }) {
  const client = useQueryClient()
  const { data, error } = useQuery(mergePreviewQuery(source.id, target.id))
  const merge = useMutation({
    mutationFn: mergeCustomers,
    onSuccess: (into) => {
      void client.invalidateQueries()
      onDone(into)
    },
  })
  if (error) return <ProblemLine error={error} />
  if (!data) return <Bones rows={['h-10', 'h-24']} />
  return (
    <>
      <Moves preview={data} />
      {data.refusal !== null && <p role="alert">{t(`customer.refusal.${data.refusal}`)}</p>}
      <p className="text-ink-3">{t('customer.undoable')}</p>
      {merge.error && <ProblemLine error={merge.error} />}
      <div className="flex justify-end">
        <Button look="solid" busy={merge.isPending} disabled={data.refusal !== null} onClick={() => merge.mutate(data)}>
          {t('customer.mergeNow')}
        </Button>
      </div>
    </>
  )
}

interface MergeDialogProps {
  customer: Customer
  onClose: () => void
  /** The customer that goes on. */
  onDone: (into: Customer) => void
}

/** Chooses another customer, shows what merging the two would move, and does exactly that. */
export function MergeDialog({ customer, onClose, onDone }: MergeDialogProps) {
  const [q, setQ] = useState('')
  const [other, choose] = useState<Customer | null>(null)
  const [keepsOther, turn] = useState(true)
  const { data } = useQuery(foundCustomersQuery(q.trim()))
  const found = (data?.data ?? []).filter(({ id }) => id !== customer.id)
  const [source, target] = keepsOther ? [customer, other] : [other, customer]
  return (
    <Dialog title={t('customer.merge')} onClose={onClose}>
      <div className="grid gap-3 p-4">
        {source === null || target === null ? (
          <>
            <Field label={t('customer.mergeWith', { name: nameOf(customer) })}>
              {(id) => (
                <input
                  id={id}
                  className="field"
                  placeholder={t('customer.find')}
                  value={q}
                  onChange={(event) => setQ(event.target.value)}
                />
              )}
            </Field>
            <ul className="grid gap-1" aria-label={t('customer.found')}>
              {found.map((one) => (
                <li key={one.id}>
                  <button
                    type="button"
                    className="flex w-full items-center gap-2.5 rounded-chip px-2 py-1.5 text-start hover:bg-hover"
                    onClick={() => choose(one)}
                  >
                    <Avatar name={nameOf(one)} id={one.id} size="s" />
                    <span className="min-w-0 flex-1 truncate">{nameOf(one)}</span>
                    <span className="truncate font-mono text-[11.5px] text-ink-3">{one.externalId}</span>
                  </button>
                </li>
              ))}
            </ul>
            {q.trim().length > 1 && data && found.length === 0 && (
              <p className="text-ink-3">{t('customer.noneFound')}</p>
            )}
          </>
        ) : (
          <>
            <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-2">
              <Person customer={source} role={t('customer.goes')} />
              <Icon name="arrow" tone="text-ink-3" />
              <Person customer={target} role={t('customer.stays')} />
            </div>
            <div className="flex gap-2">
              <Button small icon="sort" onClick={() => turn(!keepsOther)}>
                {t('customer.turn')}
              </Button>
              <Button small look="bare" onClick={() => choose(null)}>
                {t('customer.chooseOther')}
              </Button>
            </div>
            <Preview key={source.id} source={source} target={target} onDone={onDone} />
          </>
        )}
      </div>
    </Dialog>
  )
}
