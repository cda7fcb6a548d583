import { useState } from 'react'
import type { ReactNode } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Store } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { EverythingButton } from '../../ui/everything-button.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { TableHead } from '../../ui/table-head.tsx'
import { t } from '../../ui/words/words.ts'
import { FilterText } from './filter-text.tsx'
import { fieldsOf } from './form-parts.tsx'
import { MoreButton } from './more-button.tsx'
import type { PartnersFilter } from './partners-filter.ts'
import { NewStoreForm, useMarketPlaces } from './store-form.tsx'
import { StorePanel } from './store-panel.tsx'
import { storesFilter, storesQuery } from './store-queries.ts'
import { say } from './store-words.ts'
import { useFocusBack } from './use-focus-back.ts'

interface DeskProps {
  permissions: readonly string[]
  filter: PartnersFilter
  onFilter: (change: Partial<PartnersFilter>) => void
}

const cell = 'px-2'
const rowId = (storeId: string) => `store-${storeId}`

function Row({ store, isOpen, onOpen }: { store: Store; isOpen: boolean; onOpen: () => void }) {
  const { storeId, name, brand, region, franchisee, timezone } = store
  const place = [brand, region, franchisee].filter((one) => one !== null).join(' · ')
  return (
    <tr
      className="h-9 border-b border-line last:border-0 hover:bg-hover data-current:bg-selected"
      data-current={isOpen || undefined}
    >
      <td className={`${cell} num relative w-24 ps-5 text-ink-2 max-pane:ps-3.5`}>
        {isOpen && <span aria-hidden="true" className="absolute inset-y-0 start-0 w-0.5 bg-accent" />}
        {storeId}
      </td>
      <th scope="row" className={`${cell} font-medium`}>
        <button
          type="button"
          id={rowId(storeId)}
          className="ring-inside flex min-h-9 w-full flex-col justify-center rounded-chip py-1 text-start max-pane:min-h-11"
          aria-pressed={isOpen}
          onClick={onOpen}
        >
          {name}
          <span className="type-meta font-normal text-ink-3 pane:hidden">{place}</span>
        </button>
      </th>
      <td className={`${cell} max-pane:hidden`}>{brand}</td>
      <td className={`${cell} max-pane:hidden`}>{region}</td>
      <td className={`${cell} max-pane:hidden`}>{franchisee ?? <span className="text-ink-3">{say('own')}</span>}</td>
      <td className={`${cell} pe-5 text-ink-3 max-wide:hidden`}>{timezone}</td>
    </tr>
  )
}

const columns = () => [
  { label: say('number') },
  { label: say('name') },
  { label: t('partners.brand'), className: 'max-pane:hidden' },
  { label: t('handoff.region'), className: 'max-pane:hidden' },
  { label: t('partners.franchisee'), className: 'max-pane:hidden' },
  { label: say('zone'), className: 'pe-5 max-wide:hidden' },
]

/** A place to type a number that the list may be far from. */
function OpenByNumber({ onOpen }: { onOpen: (storeId: string) => void }) {
  return (
    <form
      className="ms-auto flex flex-none"
      onSubmit={(event) => {
        event.preventDefault()
        const number = fieldsOf(event.currentTarget)('number')
        if (number === '') return
        event.currentTarget.reset()
        onOpen(number)
      }}
    >
      <input
        name="number"
        maxLength={50}
        autoComplete="off"
        aria-label={say('open')}
        placeholder={say('open')}
        className="field num !h-[30px] !w-40 max-pane:!h-11"
      />
    </form>
  )
}

function Filters({ filter, onFilter, stores, children }: BarProps) {
  const { brands, regions } = useMarketPlaces()
  const { brand, region, franchisee } = filter
  const franchisees = [...new Set(stores.flatMap((store) => store.franchisee ?? []))]
  return (
    <div className="flex min-h-[42px] flex-none items-center gap-2 border-b border-line px-5 py-1.5 max-pane:px-3.5">
      <div
        role="group"
        aria-label={say('filters')}
        className="-m-1 flex min-w-0 flex-1 items-center gap-2 overflow-x-auto p-1 [scrollbar-width:none]"
      >
        <FilterText
          label={t('partners.brand')}
          value={brand}
          suggestions={brands}
          className="!w-36"
          onValue={(value) => onFilter({ brand: value })}
        />
        <FilterText
          label={t('handoff.region')}
          value={region}
          suggestions={regions}
          className="!w-24"
          onValue={(value) => onFilter({ region: value?.toUpperCase() ?? null })}
        />
        <FilterText
          label={t('partners.franchisee')}
          value={franchisee}
          suggestions={franchisees}
          className="!w-40"
          onValue={(value) => onFilter({ franchisee: value })}
        />
        <EverythingButton narrowed={{ brand, region, franchisee }} label={say('every')} onFilter={onFilter} />
        <OpenByNumber onOpen={(store) => onFilter({ store })} />
      </div>
      {children}
    </div>
  )
}

interface BarProps extends Pick<DeskProps, 'filter' | 'onFilter'> {
  stores: readonly Store[]
  /** The verb of who may add one. */
  children: ReactNode
}

type Pages = ReturnType<typeof useStores>

function useStores(filter: PartnersFilter) {
  const pages = useInfiniteQuery(storesQuery(filter))
  const stores = pages.data?.pages.flatMap((page) => page.data) ?? []
  const isNarrowed = Object.values(storesFilter(filter)).some((one) => one !== null)
  return { pages, stores, isNarrowed, isBare: pages.isSuccess && stores.length === 0 && !isNarrowed }
}

function Rows({ listed: { pages, stores, isNarrowed }, filter, add, onFilter }: RowsProps) {
  const { data, error, refetch } = pages
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="px-5 py-4" rows={Array.from({ length: 8 }, () => 'h-7')} />
  if (stores.length === 0)
    return (
      <Empty
        icon="bag"
        title={say(isNarrowed ? 'noneSuch' : 'none')}
        text={say(isNarrowed ? 'noneSuchText' : 'noneText')}
      >
        {!isNarrowed && add}
      </Empty>
    )
  return (
    <div tabIndex={0} role="group" aria-label={t('partners.tab.stores')} className="ring-inside h-full overflow-auto">
      <table className="type-small w-full border-collapse" aria-label={t('partners.tab.stores')}>
        <TableHead columns={columns()} />
        <tbody>
          {stores.map((store) => (
            <Row
              key={store.storeId}
              store={store}
              isOpen={store.storeId === filter.store}
              onOpen={() => onFilter({ store: store.storeId === filter.store ? null : store.storeId })}
            />
          ))}
        </tbody>
      </table>
      <MoreButton pages={pages} />
    </div>
  )
}

interface RowsProps extends Pick<DeskProps, 'filter' | 'onFilter'> {
  listed: Pages
  add: ReactNode
}

/** Stores of the brands, by their own numbers: where orders come from, and whose franchisee they are. */
export function StoreDesk({ permissions, filter, onFilter }: DeskProps) {
  const listed = useStores(filter)
  const [isNew, setNew] = useState(false)
  const { store: open } = filter
  const mayWrite = permissions.includes('market:write')
  useFocusBack(open, rowId)
  const add = mayWrite && (
    <Button icon="plus" className="flex-none" onClick={() => setNew(true)}>
      <span className={listed.isBare ? '' : 'max-pane:sr-only'}>{say('new')}</span>
    </Button>
  )
  const beside = open === null ? '' : 'stack:grid-cols-[minmax(0,1fr)_minmax(320px,400px)]'
  return (
    <>
      <Filters filter={filter} stores={listed.stores} onFilter={onFilter}>
        {!listed.isBare && add}
      </Filters>
      <div className={`grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] ${beside}`}>
        <div className={`min-h-0 ${open === null ? '' : 'max-stack:hidden'}`}>
          <Rows {...{ listed, filter, add, onFilter }} />
        </div>
        {open !== null && (
          <StorePanel key={open} storeId={open} mayWrite={mayWrite} onClose={() => onFilter({ store: null })} />
        )}
      </div>
      {isNew && (
        <NewStoreForm
          place={storesFilter(filter)}
          onClose={() => setNew(false)}
          onSaved={(store) => {
            setNew(false)
            onFilter({ store })
          }}
        />
      )}
    </>
  )
}
