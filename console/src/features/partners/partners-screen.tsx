import { lazy, Suspense, useEffect } from 'react'
import type { ReactNode } from 'react'
import type { Call } from '@switchyard/sdk'
import { lastActionCall } from '../../live/client.ts'
import { curlOf } from '../../live/curl.ts'
import { copyText } from '../../ui/copy-button.tsx'
import { CurlMenu } from '../../ui/curl-menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { Bones } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { HandoffLog } from './handoff-log.tsx'
import { OwnSide } from './own-side.tsx'
import { PartnerDesk } from './partner-desk.tsx'
import { ownTabs, partnerTabs } from './partners-filter.ts'
import type { OwnTab, PartnersFilter, PartnerTab } from './partners-filter.ts'
import { reportsPath } from './certification-queries.ts'
import { logQuery } from './queries.ts'
import { storesFilter, storesPath } from './store-queries.ts'

const AccessDesk = lazy(async () => ({ default: (await import('./access-desk.tsx')).AccessDesk }))
const CertificationDesk = lazy(async () => ({
  default: (await import('./certification-desk.tsx')).CertificationDesk,
}))
const MarketScreen = lazy(async () => ({ default: (await import('./market-screen.tsx')).MarketScreen }))
const StoreDesk = lazy(async () => ({ default: (await import('./store-desk.tsx')).StoreDesk }))

interface ScreenProps {
  permissions: readonly string[]
  /** Whom a partner's person acts for. */
  partner: string | null
  /** Arranges its own stores alone, and no market. */
  isFranchisee: boolean
  isRehearsal: boolean
  filter: PartnersFilter
  onFilter: (change: Partial<PartnersFilter>) => void
}

type Tab = PartnerTab | OwnTab

function Tabs({ tabs, tab, onTab }: { tabs: readonly Tab[]; tab: Tab; onTab: (tab: Tab) => void }) {
  // On a phone not all of them fit: the one that is shown is in sight, however it was come to.
  useEffect(() => {
    document.querySelector(`#partners-tab-${tab}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [tab])
  return (
    <div
      role="tablist"
      aria-label={t('area.partners')}
      className="flex min-w-0 gap-1 overflow-x-auto [scrollbar-width:none] max-pane:gap-0"
    >
      {tabs.map((one, place) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`partners-tab-${one}`}
          aria-selected={one === tab}
          aria-controls="partners-panel"
          tabIndex={one === tab ? 0 : -1}
          className="type-label ring-inside flex h-7 flex-none items-center rounded-control px-2.5 text-ink-3 hover:text-ink aria-selected:bg-ink/7 aria-selected:text-ink max-pane:h-11 max-pane:px-1.5"
          onClick={() => onTab(one)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
            const other = tabs.at((place + (event.key === 'ArrowRight' ? 1 : -1)) % tabs.length)
            if (other === undefined) return
            onTab(other)
            document.querySelector<HTMLElement>(`#partners-tab-${other}`)?.focus()
          }}
        >
          {t(`partners.tab.${one}`)}
        </button>
      ))}
    </div>
  )
}

const paths: Record<Tab, string> = {
  handoffs: '/v1/handoffs',
  markets: '/v1/markets',
  stores: storesPath,
  partners: '/v1/partners',
  tickets: '/v1/partner/tickets',
  deliveries: '/v1/partner/deliveries',
  subscriptions: '/v1/partner/webhooks',
  certifications: '/v1/certifications',
  access: '/v1/access/requests',
}

function Bar({
  tab,
  filter,
  partner,
  children,
}: {
  tab: Tab
  filter: PartnersFilter
  partner: string | null
  children: ReactNode
}) {
  const query = tab === 'handoffs' ? logQuery(filter) : tab === 'stores' ? storesFilter(filter) : {}
  const isOwnReports = tab === 'certifications' && partner !== null
  const copy = (call: Call) => void copyText(curlOf(call, location.origin))
  const last = lastActionCall()
  const items: MenuItem[] = [
    {
      id: 'list',
      label: t('partners.curl'),
      icon: 'terminal',
      run: () => copy({ method: 'GET', path: isOwnReports ? reportsPath(true) : paths[tab], query }),
    },
    {
      id: 'last',
      label: t('curl.last'),
      icon: 'terminal',
      isDisabled: last === null,
      hint: last?.method ?? t('curl.none'),
      run: () => last && copy(last),
    },
  ]
  return (
    <header className="flex h-(--h-bar) flex-none items-center gap-3 border-b border-line bg-surface ps-5 pe-3 max-pane:ps-3.5">
      <h1 className="type-title flex-none max-pane:sr-only">{partner ?? t('area.partners')}</h1>
      {children}
      <span className="ms-auto flex max-pane:hidden">
        <CurlMenu items={items} />
      </span>
    </header>
  )
}

/** Markets, the partners who answer for them, and what became of each request; a partner sees its own side of it. */
export function PartnersScreen({ permissions, partner, isFranchisee, isRehearsal, filter, onFilter }: ScreenProps) {
  const isOwnSide = !permissions.includes('market:read')
  const mayReview = permissions.includes('access:review')
  const arranged = partnerTabs.filter((one) => (one !== 'markets' || !isFranchisee) && (one !== 'access' || mayReview))
  const tabs: readonly Tab[] = isOwnSide ? ownTabs : arranged
  const tab = tabs.find((one) => one === filter.tab) ?? tabs[0] ?? 'handoffs'
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Bar tab={tab} filter={filter} partner={isOwnSide ? partner : null}>
        <Tabs tabs={tabs} tab={tab} onTab={(one) => onFilter({ tab: one })} />
      </Bar>
      <main
        id="partners-panel"
        aria-labelledby={`partners-tab-${tab}`}
        className="flex min-h-0 flex-1 flex-col bg-surface"
      >
        {isOwnSide && tab !== 'certifications' && <OwnSide tab={tab as OwnTab} ticket={filter.ticket} />}
        {tab === 'handoffs' && <HandoffLog permissions={permissions} filter={filter} onFilter={onFilter} />}
        {tab === 'markets' && (
          <Suspense fallback={<Bones className="p-5" rows={['h-6 w-1/3', 'h-96']} />}>
            <MarketScreen
              slug={filter.market}
              mayWrite={permissions.includes('market:write')}
              onSlug={(market) => onFilter({ market })}
            />
          </Suspense>
        )}
        {tab === 'stores' && (
          <Suspense fallback={<Bones className="p-5" rows={['h-7', 'h-7', 'h-7']} />}>
            <StoreDesk permissions={permissions} filter={filter} onFilter={onFilter} />
          </Suspense>
        )}
        {tab === 'certifications' && (
          <Suspense fallback={<Bones className="p-5" rows={['h-10', 'h-40']} />}>
            <CertificationDesk
              isOwn={isOwnSide}
              isRehearsal={isRehearsal}
              permissions={permissions}
              chosen={filter.report}
              onChoose={(report) => onFilter({ report })}
            />
          </Suspense>
        )}
        {tab === 'access' && (
          <Suspense fallback={<Bones className="p-5" rows={['h-10', 'h-40']} />}>
            <AccessDesk chosen={filter.request} onChoose={(request) => onFilter({ request })} />
          </Suspense>
        )}
        {tab === 'partners' && (
          <PartnerDesk
            permissions={permissions}
            mayAdd={!isFranchisee}
            chosen={filter.partner}
            onChoose={(id) => onFilter({ partner: id })}
          />
        )}
      </main>
    </div>
  )
}
