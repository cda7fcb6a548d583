import { useQuery } from '@tanstack/react-query'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { t } from '../../ui/words/words.ts'
import { draftsQuery, marketsQuery } from './queries.ts'
import type { EditedMarket, InForce } from './use-market-text.ts'

const panes = ['settings', 'document', 'versions', 'bench'] as const
/** What the screen shows of a market; the bench stands beside the others where there is room. */
export type MarketPane = (typeof panes)[number]

export interface BarProps {
  inForce: InForce
  edited: EditedMarket
  /** Why it cannot be published, in words; null when it can. */
  refusal: string | null
  /** Under which the text would be published. */
  target: string
  mayWrite: boolean
  pane: MarketPane
  onPane: (pane: MarketPane) => void
  onSlug: (slug: string) => void
  onNew: () => void
}

function PaneSwitch({ pane, isNew, onPane }: { pane: MarketPane; isNew: boolean; onPane: BarProps['onPane'] }) {
  const shown = panes.filter((one) => one !== 'versions' || !isNew)
  return (
    <div role="group" aria-label={t('market.panes')} className="flex rounded-control bg-fill p-0.5 max-pane:w-full">
      {shown.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={pane === one}
          onClick={() => onPane(one)}
          className={`type-label ring-inside h-[26px] rounded-chip px-2.5 text-ink-2 aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--line-strong)] max-pane:h-10 max-pane:flex-1 max-pane:px-1 ${one === 'bench' ? 'stack:hidden' : ''}`}
        >
          {t(`market.pane.${one}`)}
        </button>
      ))}
    </div>
  )
}

function Markets({ inForce, mayWrite, onSlug, onNew }: BarProps) {
  const { data } = useQuery(marketsQuery)
  const drafts = useQuery({ ...draftsQuery, enabled: mayWrite })
  const markets = data?.data ?? []
  const toBe = (drafts.data?.data ?? []).filter(({ slug }) => markets.every((market) => market.slug !== slug))
  return (
    <>
      <select
        aria-label={t('market.market')}
        className="field !h-[30px] !w-auto min-w-0 flex-initial max-pane:!h-11 max-pane:flex-1"
        value={inForce.slug}
        onChange={(event) => onSlug(event.target.value)}
      >
        {markets.map((market) => (
          <option key={market.slug} value={market.slug}>
            {market.slug} · {market.brand} · {market.regions.join(' + ')}
          </option>
        ))}
        {toBe.map(({ slug }) => (
          <option key={slug} value={slug}>
            {slug} · {t('market.draft')}
          </option>
        ))}
      </select>
      {mayWrite && <IconButton icon="plus" label={t('market.new')} onClick={onNew} />}
    </>
  )
}

/** How far the text is kept. */
function DraftChip({ edited: { isChanged, isSaved, error } }: Pick<BarProps, 'edited'>) {
  if (!isChanged) return null
  const word = isSaved ? 'market.draftSaved' : error === null ? 'market.draftSaving' : 'market.draftUnsaved'
  return (
    <span className="flex items-center gap-2 max-pane:order-1">
      <span className="flex max-pane:hidden">
        <Chip tone="outlined">{t('market.draft')}</Chip>
      </span>
      <span className="type-meta text-ink-3">{t(word)}</span>
    </span>
  )
}

function Verbs({ edited, refusal, target, inForce }: BarProps) {
  const isNew = inForce.version === 0
  return (
    <span
      className={`ms-auto flex flex-wrap items-center gap-2 max-pane:order-2 ${edited.isChanged ? '' : 'max-pane:hidden'}`}
    >
      <span id="market-refusal" role="status" className="type-meta text-ink-3">
        {refusal}
      </span>
      {edited.isOutrun && (
        <Button icon="branch" onClick={edited.goOn}>
          {t('market.goOn', { version: inForce.version })}
        </Button>
      )}
      {edited.isChanged && (
        <Button look="bare" icon="undo" onClick={edited.startOver}>
          <span className="max-pane:sr-only">{t(isNew ? 'market.discard' : 'workflow.undo')}</span>
        </Button>
      )}
      <Button
        look="main"
        icon="arrow-up"
        busy={edited.publish.isPending}
        disabled={refusal !== null}
        aria-describedby="market-refusal"
        onClick={() => edited.publish.mutate(target)}
      >
        {t('market.publish')}
      </Button>
    </span>
  )
}

/** Which market, how far its text is kept, and its publication. */
export function MarketBar(props: BarProps) {
  const { inForce, edited, mayWrite, pane, onPane } = props
  return (
    <div className="flex min-h-[42px] flex-none flex-wrap items-center gap-2 border-b border-line px-5 py-1.5 max-pane:px-3.5">
      <Markets {...props} />
      {inForce.version > 0 && <Chip tone="outlined">{t('workflow.version', { version: inForce.version })}</Chip>}
      <DraftChip edited={edited} />
      <PaneSwitch pane={pane} isNew={inForce.version === 0} onPane={onPane} />
      {mayWrite && <Verbs {...props} />}
    </div>
  )
}
