import { lazy, Suspense, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Ticket } from '@switchyard/sdk'
import { catalogueQuery } from '../../../live/catalogue.ts'
import { useActions } from '../../../ui/actions.ts'
import { Chip } from '../../../ui/chip.tsx'
import { useKeyText } from '../../../ui/key-map.ts'
import { t } from '../../../ui/words/words.ts'

const DetailsDialog = lazy(async () => ({ default: (await import('./details-dialog.tsx')).DetailsDialog }))

/** What a ticket is about, by its category; pressed, everything it is said to be can be changed. */
export function DetailsChip({ ticket }: { ticket: Ticket }) {
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery(catalogueQuery)
  const mayChange = ticket.can?.transition !== false
  const key = useKeyText('details')
  useActions('details', [
    {
      id: 'details',
      label: t('details.title'),
      group: t('ticket.group'),
      icon: 'file',
      isAllowed: mayChange,
      run: () => setOpen(true),
    },
  ])
  const { category } = ticket
  const label = data?.categories.find(({ slug }) => slug === category)?.label ?? category ?? t('details.unclassified')
  if (!mayChange) return <Chip tone="outlined">{label}</Chip>
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={t('details.of', { category: label })}
        title={key === undefined ? t('details.title') : `${t('details.title')} (${key})`}
        className={`chip outlined !h-6 ${category === null ? 'border-dashed' : ''}`}
        onClick={() => setOpen(true)}
      >
        {label}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <DetailsDialog ticket={ticket} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
