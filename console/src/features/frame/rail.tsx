import { Link, useNavigate, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useMe } from '../../live/me.ts'
import { viewCountsQuery } from '../../live/views.ts'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { keyText, useChosenKeys } from '../../ui/key-map.ts'
import { plural, t } from '../../ui/words/words.ts'
import { areas } from './areas.ts'
import type { Area } from './areas.ts'

/** The areas of this person and the one of the address: everything that is not another area's is the inbox. */
function useAreas(): { all: Area[]; current: string } {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const all = areas(useMe().permissions)
  return { all, current: all.find((area) => area.to !== '/' && path.startsWith(area.to))?.id ?? 'inbox' }
}

const tile =
  'relative grid size-9 place-items-center rounded-control text-ink-3 hover:bg-hover hover:text-ink data-current:bg-ink/8 data-current:text-ink'

function RailLink({ area, isCurrent, count }: { area: Area; isCurrent: boolean; count: number }) {
  const key = keyText(`go-${area.id}`)
  const name = count > 0 ? `${area.label}, ${plural('area.open', count)}` : area.label
  return (
    <Link
      to={area.to}
      aria-label={name}
      title={[area.label, key && `(${key})`].filter(Boolean).join(' ')}
      className={tile}
      data-current={isCurrent || undefined}
      aria-current={isCurrent ? 'page' : undefined}
    >
      <Icon name={area.icon} size="l" />
      {count > 0 && (
        <b className="num absolute end-0.5 top-[3px] h-3.5 min-w-3.5 rounded-[7px] bg-accent px-[3px] text-center text-[9px]/[14px] font-semibold text-on-accent shadow-[0_0_0_2px_var(--canvas)]">
          {count > 99 ? '99+' : count}
        </b>
      )}
    </Link>
  )
}

/** The left edge of every screen: areas above, notices, help and the person below. */
export function Rail({ foot }: { foot: ReactNode }) {
  useChosenKeys()
  const { all, current } = useAreas()
  const { data } = useQuery(viewCountsQuery)
  const mine = data?.data.find((view) => view.slug === 'mine')?.count ?? 0
  return (
    <nav
      aria-label={t('frame.areas')}
      className="flex w-(--w-rail) flex-none flex-col items-center gap-0.5 border-e border-line bg-canvas py-3 max-pane:hidden"
    >
      <span className="mb-2.5 grid size-8 place-items-center rounded-[9px] bg-solid text-on-solid">
        <Icon name="logo" size="l" />
      </span>
      {all.map((area) => (
        <RailLink key={area.id} area={area} isCurrent={area.id === current} count={area.id === 'inbox' ? mine : 0} />
      ))}
      <span className="flex-1" />
      {foot}
    </nav>
  )
}

const mostOnBar = 5

/** The rail of a phone: a bar under the one pane. */
export function BottomBar({ onSearch }: { onSearch: () => void }) {
  const { all, current } = useAreas()
  const navigate = useNavigate()
  // One that stands alone behind "More" may as well stand on the bar.
  const onBar = all.length > mostOnBar ? mostOnBar - 1 : mostOnBar
  const others = all.slice(onBar)
  const entry =
    'grid min-w-0 flex-1 basis-0 content-start justify-center pt-[9px] justify-items-center gap-[3px] px-0.5 text-center text-[10.5px]/[12px] [overflow-wrap:anywhere] font-medium text-ink-3 ring-inside data-current:text-ink'
  return (
    <nav aria-label={t('frame.areas')} className="flex h-15 flex-none border-t border-line bg-surface pane:hidden">
      {all.slice(0, onBar).map((area) => (
        <Link
          key={area.id}
          to={area.to}
          className={entry}
          data-current={area.id === current || undefined}
          aria-current={area.id === current ? 'page' : undefined}
        >
          <Icon name={area.icon} size="xl" tone="!size-5" />
          {area.label}
        </Link>
      ))}
      {others.length > 0 && (
        <MenuButton
          className={entry}
          side="top"
          align="end"
          sections={[
            {
              items: others.map((area) => ({
                id: area.id,
                label: area.label,
                icon: area.icon,
                isChecked: area.id === current,
                run: () => void navigate({ to: area.to }),
              })),
            },
          ]}
        >
          <Icon name="more" size="xl" tone="!size-5" />
          {t('ticket.more')}
        </MenuButton>
      )}
      <button type="button" className={entry} onClick={onSearch}>
        <Icon name="search" size="xl" tone="!size-5" />
        {t('frame.search')}
      </button>
    </nav>
  )
}

/** A tile of the rail's foot that opens something. */
export const railTile = tile
