import { useQuery } from '@tanstack/react-query'
import type { Store, StoreSave } from '@switchyard/sdk'
import { t } from '../../ui/words/words.ts'
import { FormDialog, TextField } from './form-parts.tsx'
import { marketsQuery } from './queries.ts'
import { isMeanwhile, saveStoreCall } from './store-queries.ts'
import { say } from './store-words.ts'
import { usePartnerCall } from './use-partner-call.ts'

type Read = (name: string) => string

const zones = Intl.supportedValuesOf('timeZone')

/** Brands and regions that have a market, which most stores lie in. */
export function useMarketPlaces() {
  const { data } = useQuery(marketsQuery)
  const markets = data?.data ?? []
  const once = (all: readonly string[]) => [...new Set(all)].toSorted((one, other) => one.localeCompare(other))
  return {
    brands: once(markets.map(({ brand }) => brand)),
    regions: once(markets.flatMap(({ regions }) => regions)),
  }
}

/** What the fields of a store say. */
export const storeOf = (of: Read): StoreSave => ({
  name: of('name'),
  brand: of('brand'),
  region: of('region'),
  franchisee: of('franchisee') || null,
  timezone: of('timezone'),
})

/** What is known of a store before it is filled in; null as undefined: nothing is. */
type StorePlace = { [Name in keyof Omit<Store, 'storeId' | 'version'>]: string | null }

/** All that a store is but its number. */
export function StoreFields({ store }: { store: Partial<StorePlace> }) {
  const { brands, regions } = useMarketPlaces()
  const given = (value: string | null | undefined) => (value ? { defaultValue: value } : {})
  return (
    <>
      <TextField name="name" label={say('name')} maxLength={200} {...given(store.name)} />
      <div className="grid grid-cols-2 items-end gap-3">
        <TextField
          name="brand"
          label={t('partners.brand')}
          maxLength={60}
          suggestions={brands}
          {...given(store.brand)}
        />
        <TextField
          name="region"
          label={t('handoff.region')}
          hint={say('country')}
          pattern="[A-Z]{2}"
          suggestions={regions}
          {...given(store.region)}
        />
      </div>
      <TextField
        name="franchisee"
        label={t('partners.franchisee')}
        hint={t('partners.optional')}
        maxLength={100}
        isOptional
        {...given(store.franchisee)}
      />
      <TextField name="timezone" label={say('zone')} maxLength={60} suggestions={zones} {...given(store.timezone)} />
    </>
  )
}

interface NewStoreProps {
  /** What the list is narrowed to. */
  place: Partial<StorePlace>
  onClose: () => void
  onSaved: (storeId: string) => void
}

/** Registers a store under a number that has none yet. */
export function NewStoreForm({ place, onClose, onSaved }: NewStoreProps) {
  const call = usePartnerCall<Store>(({ storeId }) => onSaved(storeId))
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <FormDialog
      title={say('new')}
      verb={say('register')}
      isBusy={call.isPending}
      error={isMeanwhile(call.error) ? new Error(say('exists')) : call.error}
      onClose={onClose}
      onSend={(of) => call.mutate(saveStoreCall(of('storeId'), storeOf(of), 0))}
    >
      <TextField name="storeId" label={say('number')} hint={say('numberHint')} maxLength={50} />
      <StoreFields store={{ timezone: here, ...place }} />
    </FormDialog>
  )
}
