import { useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { MarketText } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Bones, Empty, Failure, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { YamlEditor } from '../../ui/yaml-editor.tsx'
import { CheckLine, MarketBench } from './market-bench.tsx'
import { MarketSettingsForm } from './market-settings.tsx'
import { marketQuery, marketsQuery, planQuery, publishCall } from './queries.ts'
import { usePartnerCall } from './use-partner-call.ts'

const restMs = 500
const noProblems: never[] = []

/** The text after the writer has rested. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}

const panes = ['settings', 'document', 'bench'] as const
type Pane = (typeof panes)[number]

function PaneSwitch({ pane, onPane }: { pane: Pane; onPane: (pane: Pane) => void }) {
  return (
    <div role="group" aria-label={t('market.panes')} className="flex rounded-control bg-fill p-0.5">
      {panes.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={pane === one}
          onClick={() => onPane(one)}
          className={`type-label ring-inside h-[26px] rounded-chip px-2.5 text-ink-2 aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--line-strong)] max-pane:h-10 ${one === 'bench' ? 'stack:hidden' : ''}`}
        >
          {t(`market.pane.${one}`)}
        </button>
      ))}
    </div>
  )
}

function useMarketText(published: MarketText) {
  const [base, setBase] = useState({ version: published.version, document: published.document })
  const [text, setText] = useState(published.document)
  const [revision, setRevision] = useState(0)
  const startFrom = (next: { version: number; document: string }) => {
    setBase(next)
    setText(next.document)
    setRevision((known) => known + 1)
  }
  const publish = usePartnerCall<{ version: number }>(({ version }) => setBase({ version, document: text }))
  const isChanged = text !== base.document
  const isOutrun = published.version > base.version
  useEffect(() => {
    if (isOutrun && !isChanged) startFrom(published)
  }, [published, isOutrun, isChanged])
  return { base, text, setText, revision, isChanged, isOutrun, publish, startOver: () => startFrom(published) }
}

type Edited = ReturnType<typeof useMarketText>

/** Why it cannot be published, in words; null when it can. */
function refusalOf(edited: Edited, { version, isPublishable }: { version: number; isPublishable: boolean | null }) {
  if (edited.isOutrun && edited.isChanged) return t('market.meanwhile', { version })
  if (!edited.isChanged) return t('market.unchanged')
  if (isPublishable === null) return t('market.checking')
  return isPublishable ? null : t('market.faulty')
}

interface BarProps {
  edited: Edited
  refusal: string | null
  slug: string
  mayWrite: boolean
  pane: Pane
  onPane: (pane: Pane) => void
  onSlug: (slug: string) => void
}

function MarketBar({ edited, refusal, slug, mayWrite, pane, onPane, onSlug }: BarProps) {
  const { data } = useQuery(marketsQuery)
  const { base, text, isChanged, publish } = edited
  return (
    <div className="flex min-h-[42px] flex-none flex-wrap items-center gap-2 border-b border-line px-5 py-1.5 max-pane:px-3.5">
      <select
        aria-label={t('market.market')}
        className="field !h-[30px] !w-auto flex-none max-pane:!h-11"
        value={slug}
        onChange={(event) => onSlug(event.target.value)}
      >
        {data?.data.map((market) => (
          <option key={market.slug} value={market.slug}>
            {market.slug} · {market.brand} · {market.regions.join(' + ')}
          </option>
        ))}
      </select>
      <Chip tone="outlined">{t('workflow.version', { version: base.version })}</Chip>
      <PaneSwitch pane={pane} onPane={onPane} />
      {mayWrite && (
        <span className="ms-auto flex flex-wrap items-center gap-2">
          <span id="market-refusal" role="status" className="type-meta text-ink-3">
            {refusal}
          </span>
          {isChanged && (
            <Button look="bare" icon="undo" onClick={edited.startOver}>
              {t('workflow.undo')}
            </Button>
          )}
          <Button
            look="main"
            icon="arrow-up"
            busy={publish.isPending}
            disabled={refusal !== null}
            aria-describedby="market-refusal"
            onClick={() => publish.mutate(publishCall(slug, { document: text, expectedVersion: base.version }))}
          >
            {t('market.publish')}
          </Button>
        </span>
      )}
    </div>
  )
}

function Editor({
  published,
  mayWrite,
  onSlug,
}: {
  published: MarketText
  mayWrite: boolean
  onSlug: (slug: string) => void
}) {
  const edited = useMarketText(published)
  const { text, setText } = edited
  const rested = useRested(text)
  const plan = useQuery(planQuery(rested))
  const current = rested === text ? (plan.data ?? null) : null
  const [pane, setPane] = useState<Pane>('settings')
  const [target, setTarget] = useState<{ line: number; request: number } | null>(null)
  const refusal = refusalOf(edited, {
    version: published.version,
    isPublishable: current === null ? null : current.check.isPublishable && current.conflict === null,
  })
  const onLine = (line: number) => {
    setPane('document')
    setTarget((known) => ({ line, request: (known?.request ?? 0) + 1 }))
  }
  return (
    <>
      <MarketBar {...{ edited, refusal, mayWrite, pane, onSlug }} slug={published.slug} onPane={setPane} />
      {edited.publish.error && (
        <div className="border-b border-line px-5 py-2">
          <ProblemLine error={edited.publish.error} />
        </div>
      )}
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] stack:grid-cols-[minmax(0,1fr)_minmax(360px,40%)]">
        <div className={`flex min-h-0 min-w-0 flex-col ${pane === 'bench' ? 'max-stack:hidden' : ''}`}>
          <div className="min-h-0 flex-1">
            {pane === 'document' ? (
              <YamlEditor
                key={edited.revision}
                initial={text}
                problems={plan.data?.check.problems ?? noProblems}
                target={target}
                onChange={setText}
              />
            ) : (
              <MarketSettingsForm text={text} mayWrite={mayWrite} onText={setText} />
            )}
          </div>
          <CheckLine plan={current} error={plan.error} />
        </div>
        <div className={`grid min-h-0 ${pane === 'bench' ? '' : 'max-stack:hidden'}`}>
          <MarketBench text={rested} plan={current} onLine={onLine} />
        </div>
      </div>
    </>
  )
}

function OneMarket({ slug, mayWrite, onSlug }: { slug: string; mayWrite: boolean; onSlug: (slug: string) => void }) {
  const { data, error, refetch } = useQuery(marketQuery(slug))
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="p-5" rows={['h-6 w-1/3', 'h-96']} />
  return <Editor key={slug} published={data} mayWrite={mayWrite} onSlug={onSlug} />
}

/** A market's document: its settings under the names administrators know, its text, and what publishing it would do. */
export function MarketScreen({
  slug,
  mayWrite,
  onSlug,
}: {
  slug: string | null
  mayWrite: boolean
  onSlug: (slug: string) => void
}) {
  const { data, error, refetch } = useQuery(marketsQuery)
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="p-5" rows={['h-6 w-1/3', 'h-96']} />
  const chosen = data.data.find((market) => market.slug === slug) ?? data.data[0]
  if (chosen === undefined) return <Empty icon="plug" title={t('market.none')} text={t('market.noneText')} />
  return <OneMarket slug={chosen.slug} mayWrite={mayWrite} onSlug={onSlug} />
}
