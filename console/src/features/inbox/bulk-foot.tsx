import { lazy, Suspense, useEffect, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { t } from '../../ui/words/words.ts'
import type { ListFilter } from './queries.ts'
import { isChoosing, nothingChosen } from './selection.ts'
import type { Selection } from './selection.ts'

const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar.tsx')).BulkBar }))
const BulkProgress = lazy(async () => ({ default: (await import('./bulk-progress.tsx')).BulkProgress }))

/** Which tickets of a list are chosen, and the change that was last begun with some. */
interface Choice {
  selection: Selection
  select: (change: Selection | ((known: Selection) => Selection)) => void
  bulkId: string | null
  setBulkId: (id: string | null) => void
}

/** The choice in one list: another list is another choice, while a change goes on whatever is shown. */
export function useChoice(filterKey: string): Choice {
  const [selection, select] = useState<Selection>(nothingChosen)
  const [bulkId, setBulkId] = useState<string | null>(null)
  useEffect(() => select(nothingChosen), [filterKey])
  return { selection, select, bulkId, setBulkId }
}

/** Shows and hides the checkboxes. */
export function SelectButton({ choice: { selection, select } }: { choice: Choice }) {
  const isOn = isChoosing(selection)
  return (
    <IconButton
      small
      icon="check"
      label={t('bulk.selectVerb')}
      shortcut="X"
      aria-pressed={isOn}
      onClick={() => select(isOn ? nothingChosen : { ...nothingChosen, isChoosing: true })}
    />
  )
}

/** At the foot of a list: what may be done to the chosen tickets, and how far the last change is. */
export function BulkFoot({ choice, filter }: { choice: Choice; filter: ListFilter }) {
  const { selection, select, bulkId, setBulkId } = choice
  return (
    <Suspense fallback={null}>
      {isChoosing(selection) && (
        <BulkBar
          selection={selection}
          filter={filter}
          onAll={() => select({ ...nothingChosen, isAll: true })}
          onClear={() => select(nothingChosen)}
          onStarted={(id) => {
            select(nothingChosen)
            setBulkId(id)
          }}
        />
      )}
      {bulkId !== null && <BulkProgress key={bulkId} bulkId={bulkId} onDismiss={() => setBulkId(null)} />}
    </Suspense>
  )
}
