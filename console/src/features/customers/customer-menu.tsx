import { lazy, Suspense, useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Customer } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { useMe } from '../../live/me.ts'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { downloadCopy } from './queries.ts'

const EditDialog = lazy(async () => ({ default: (await import('./edit-dialog.tsx')).EditDialog }))
const EraseDialog = lazy(async () => ({ default: (await import('./erase-dialog.tsx')).EraseDialog }))
const MergeDialog = lazy(async () => ({ default: (await import('./merge-dialog.tsx')).MergeDialog }))

interface CustomerMenuProps {
  customer: Customer
  /** The customer that goes on after a merge. */
  onMerged?: (into: Customer) => void
  /** Opens a ticket for the customer; null = who may not. */
  onNewTicket: ((customer: Customer) => void) | null
}

/** What may be done with a customer, as far as the viewer may. */
export function CustomerMenu({ customer, onMerged, onNewTicket }: CustomerMenuProps) {
  const { permissions } = useMe()
  const [open, setOpen] = useState<'edit' | 'merge' | 'erase' | null>(null)
  const client = useQueryClient()
  const copy = useMutation({
    mutationFn: () => downloadCopy(customer),
    onSuccess: () => client.invalidateQueries({ queryKey: cacheKeys.customerReceipts(customer.id) }),
  })
  const item = (id: string, permission: string, rest: Omit<MenuItem, 'id'>): MenuItem[] =>
    permissions.includes(permission) || permissions.includes('*') ? [{ id, ...rest }] : []
  const fresh: MenuItem[] =
    onNewTicket === null
      ? []
      : [{ id: 'new-ticket', label: t('frame.newTicket'), icon: 'plus', run: () => onNewTicket(customer) }]
  const items = [
    ...fresh,
    ...item('edit', 'customer:write', { label: t('customer.edit'), icon: 'user', run: () => setOpen('edit') }),
    ...item('merge', 'customer:merge', { label: t('customer.merge'), icon: 'link', run: () => setOpen('merge') }),
    ...item('export', 'customer:export', { label: t('customer.export'), icon: 'download', run: () => copy.mutate() }),
    ...item('erase', 'customer:erase', { label: t('customer.erase'), icon: 'alert', run: () => setOpen('erase') }),
  ]
  const isOver = customer.mergedInto !== null || customer.erasedAt !== null
  // A dialog outlives what it did: the receipt of an erasure is still to be read.
  if (items.length === 0 || (isOver && open === null)) return null
  const close = () => setOpen(null)
  return (
    <>
      {!isOver && (
        <MenuButton label={t('customer.actions')} className="b bare icon touch sm" align="end" sections={[{ items }]}>
          <Icon name="more" />
        </MenuButton>
      )}
      {copy.error && <ProblemLine error={copy.error} />}
      <Suspense fallback={null}>
        {open === 'edit' && <EditDialog customer={customer} onClose={close} />}
        {open === 'erase' && <EraseDialog customer={customer} onClose={close} />}
        {open === 'merge' && (
          <MergeDialog
            customer={customer}
            onClose={close}
            onDone={(into) => {
              close()
              onMerged?.(into)
            }}
          />
        )}
      </Suspense>
    </>
  )
}
