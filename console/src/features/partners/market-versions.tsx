import { useState } from 'react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { MarketVersionLine } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Moment } from '../../ui/delivery-marks.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { ChangeList } from './market-changes.tsx'
import { MoreButton } from './more-button.tsx'
import { rollbackCall, versionQuery, versionsQuery } from './queries.ts'
import { usePartnerCall } from './use-partner-call.ts'

interface Compared {
  slug: string
  version: number
  /** Null = the one before. */
  against: number | null
}

function Differences({ slug, version, against }: Compared) {
  const { data, error } = useQuery(versionQuery(slug, { version, against }))
  if (error && !data) return <ProblemLine error={error} />
  if (!data) return <Bones className="py-1" rows={['h-5', 'h-5']} />
  if (data.changes === null) return <p className="text-ink-3">{t('market.notCompared')}</p>
  if (data.changes.length === 0) return <p className="text-ink-3">{t('market.noChanges', { version: data.against })}</p>
  return (
    <div className="rounded-control border border-line">
      <ChangeList changes={data.changes} />
    </div>
  )
}

interface RestoreProps {
  slug: string
  version: number
  inForce: number
  onClose: () => void
}

function RestoreDialog({ slug, version, inForce, onClose }: RestoreProps) {
  const call = usePartnerCall(onClose)
  return (
    <Dialog title={t('market.restoreTitle', { version })} onClose={onClose}>
      <div className="type-small grid gap-3.5 p-4">
        <p className="text-ink-2">{t('market.restoreText', { version: inForce + 1 })}</p>
        <Differences slug={slug} version={version} against={inForce} />
        {call.error && <ProblemLine error={call.error} />}
        <Button
          look="solid"
          icon="undo"
          className="justify-self-end"
          busy={call.isPending}
          onClick={() => call.mutate(rollbackCall(slug, { version, expectedVersion: inForce }))}
        >
          {t('market.restore')}
        </Button>
      </div>
    </Dialog>
  )
}

interface LineProps {
  line: MarketVersionLine
  slug: string
  inForce: number
  /** Null for who may not. */
  onRestore: (() => void) | null
}

function VersionLine({ line: { version, publishedBy, publishedAt, restores }, slug, inForce, onRestore }: LineProps) {
  const [isOpen, open] = useState(false)
  return (
    <li className="border-b border-line last:border-0">
      <details className="group" onToggle={(event) => open(event.currentTarget.open)}>
        <summary className="ring-inside flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-2.5 gap-y-0.5 px-5 py-2 hover:bg-hover max-pane:px-3.5">
          <Icon name="down" size="xs" tone="text-ink-3 -rotate-90 group-open:rotate-0" />
          <span className="num font-medium">{t('workflow.version', { version })}</span>
          {version === inForce && <Chip tone="met">{t('market.inForce')}</Chip>}
          {restores !== null && <Chip>{t('market.again', { version: restores })}</Chip>}
          <span className="min-w-0 flex-1 truncate text-ink-2">{publishedBy.name ?? publishedBy.kind}</span>
          <span className="text-ink-3">
            <Moment at={publishedAt} />
          </span>
        </summary>
        {isOpen && (
          <div className="type-small grid justify-items-start gap-2.5 px-5 pb-3.5 ps-[42px] max-pane:px-3.5 [&>div]:w-full">
            <Differences slug={slug} version={version} against={null} />
            {onRestore !== null && version !== inForce && (
              <Button icon="undo" onClick={onRestore}>
                {t('market.restoreThis')}
              </Button>
            )}
          </div>
        )}
      </details>
    </li>
  )
}

/** What was published of a market: who, when, what it changed; and the way back, which is the next version. */
export function MarketVersions({ slug, inForce, mayWrite }: { slug: string; inForce: number; mayWrite: boolean }) {
  const pages = useInfiniteQuery(versionsQuery(slug))
  const [restored, restore] = useState<number | null>(null)
  const { data, error } = pages
  if (error && !data) return <Failure error={error} onRetry={() => void pages.refetch()} />
  if (!data) return <Bones className="p-5" rows={['h-10', 'h-10', 'h-10']} />
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('market.pane.versions')}
      className="ring-inside h-full overflow-y-auto"
    >
      <ul className="type-small">
        {data.pages
          .flatMap((page) => page.data)
          .map((line) => (
            <VersionLine
              key={line.version}
              {...{ line, slug, inForce }}
              onRestore={mayWrite ? () => restore(line.version) : null}
            />
          ))}
      </ul>
      <MoreButton pages={pages} />
      {restored !== null && <RestoreDialog {...{ slug, inForce }} version={restored} onClose={() => restore(null)} />}
    </div>
  )
}
