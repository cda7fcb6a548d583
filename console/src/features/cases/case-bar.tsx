import { useQuery } from '@tanstack/react-query'
import type { CaseLane } from '@switchyard/sdk'
import { caseReasonsQuery } from '../../live/case-reasons.ts'
import { lastActionCall } from '../../live/client.ts'
import { curlOf } from '../../live/curl.ts'
import { copyText } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { CurlMenu } from '../../ui/curl-menu.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { isNarrowed, queryOf, severities } from './case-filter.ts'
import type { CaseFilter } from './case-filter.ts'
import type { Viewer } from './viewer.ts'

interface CaseBarProps {
  viewer: Viewer
  lanes: readonly CaseLane[] | undefined
  filter: CaseFilter
  onFilter: (filter: CaseFilter) => void
}

const toggle =
  'type-label flex h-6 items-center gap-1.5 whitespace-nowrap rounded-chip px-2.5 text-ink-2 ring-inside aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--line-strong)] max-pane:h-10'

function curlItems(filter: CaseFilter): MenuItem[] {
  const item = (id: string, label: string, path: string, query: Record<string, string>): MenuItem => ({
    id,
    label,
    icon: 'terminal',
    run: () => void copyText(curlOf({ method: 'GET', path, query }, location.origin)),
  })
  const last = lastActionCall()
  return [
    item('lanes', t('case.curlLanes'), '/v1/cases/lanes', queryOf(filter)),
    item('cases', t('case.curlCases'), '/v1/cases', { status: 'open', ...queryOf(filter) }),
    {
      id: 'last',
      label: t('curl.last'),
      icon: 'terminal',
      isDisabled: last === null,
      hint: last?.method ?? t('curl.none'),
      run: () => last && void copyText(curlOf(last, location.origin)),
    },
  ]
}

function ReasonMenu({ viewer, filter, onFilter }: Omit<CaseBarProps, 'lanes'>) {
  const { data } = useQuery({ ...caseReasonsQuery, enabled: viewer.permissions.includes('case:open') })
  const reasons = data?.data ?? []
  const chosen = reasons.find(({ slug }) => slug === filter.reason)?.label ?? filter.reason
  const items = [
    {
      id: 'all',
      label: t('case.allReasons'),
      isChecked: filter.reason === null,
      run: () => onFilter({ ...filter, reason: null }),
    },
    ...reasons.map(({ slug, label }) => ({
      id: slug,
      label,
      isChecked: slug === filter.reason,
      run: () => onFilter({ ...filter, reason: slug }),
    })),
  ]
  const grades = [
    {
      id: 'any',
      label: t('case.anySeverity'),
      isChecked: filter.severity === null,
      run: () => onFilter({ ...filter, severity: null }),
    },
    ...severities.map((severity) => ({
      id: severity,
      label: wordFor('priority', severity),
      isChecked: severity === filter.severity,
      run: () => onFilter({ ...filter, severity }),
    })),
  ]
  return (
    <>
      <MenuButton className="b sm touch" sections={[{ label: t('case.reason'), items }]}>
        <Icon name="filter" size="s" />
        <span className="max-w-36 truncate">{chosen ?? t('case.allReasons')}</span>
      </MenuButton>
      <MenuButton className="b sm touch" sections={[{ label: t('case.severity'), items: grades }]}>
        <Icon name="flag" size="s" />
        <span className="truncate">
          {filter.severity === null ? t('case.anySeverity') : wordFor('priority', filter.severity)}
        </span>
      </MenuButton>
    </>
  )
}

/** Title, how many are open, and what the board is narrowed to. */
export function CaseBar({ viewer, lanes, filter, onFilter }: CaseBarProps) {
  const open = lanes?.filter(({ status }) => status !== 'closed').reduce((sum, lane) => sum + lane.cases, 0)
  return (
    <header className="flex min-h-(--h-bar) flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface py-1 ps-5 pe-3 max-pane:pb-2 max-pane:pt-2.5 max-pane:ps-3.5">
      <h1 className="type-title truncate">{t('area.cases')}</h1>
      <span role="status" className="num min-w-12 text-ink-3">
        {open === undefined ? '' : plural('case.open', open)}
      </span>
      <span className="flex flex-wrap items-center gap-2">
        <span role="group" aria-label={t('case.show')} className="flex rounded-control bg-fill p-0.5">
          {viewer.agent !== null && (
            <button
              type="button"
              className={toggle}
              aria-pressed={filter.isMine}
              onClick={() => onFilter({ ...filter, isMine: !filter.isMine })}
            >
              <Icon name="user" size="s" /> {t('case.mine')}
            </button>
          )}
          <button
            type="button"
            className={toggle}
            aria-pressed={filter.isLate}
            onClick={() => onFilter({ ...filter, isLate: !filter.isLate })}
          >
            <Icon name="alert" size="s" /> {t('case.lateOnes')}
          </button>
        </span>
        <ReasonMenu viewer={viewer} filter={filter} onFilter={onFilter} />
        {isNarrowed(filter) && (
          <button
            type="button"
            className="b bare sm touch"
            onClick={() => onFilter({ isMine: false, isLate: false, reason: null, severity: null })}
          >
            <Icon name="x" size="s" /> {t('case.showAll')}
          </button>
        )}
      </span>
      <span className="ms-auto flex max-pane:hidden">
        <CurlMenu items={curlItems(filter)} />
      </span>
    </header>
  )
}
