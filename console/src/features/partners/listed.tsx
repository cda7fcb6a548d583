import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CursorPage } from '@switchyard/sdk'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { MoreButton } from './more-button.tsx'

interface ListedProps<T> {
  pages: UseInfiniteQueryResult<InfiniteData<CursorPage<T>>>
  empty: { title: string; text: string; verb?: ReactNode }
  children: (all: T[]) => ReactNode
}

/** A list with its states: loading, failed, empty, and more to come. */
export function Listed<T>({ pages, empty, children }: ListedProps<T>) {
  const { data, error, refetch } = pages
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="px-5 py-4" rows={Array.from({ length: 5 }, () => 'h-12')} />
  const all = data.pages.flatMap((page) => page.data)
  const { verb, ...said } = empty
  if (all.length === 0)
    return (
      <Empty icon="plug" {...said}>
        {verb}
      </Empty>
    )
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('area.partners')}
      className="ring-inside min-h-0 flex-1 overflow-y-auto"
    >
      {children(all)}
      <MoreButton pages={pages} />
    </div>
  )
}
