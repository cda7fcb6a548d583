import { lazy, Suspense, useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { MarketPlan, MarketText } from '@switchyard/sdk'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Bones, Empty, Failure, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { YamlEditor } from '../../ui/yaml-editor.tsx'
import { CheckLine, MarketBench } from './market-bench.tsx'
import { readSettings } from './market-text.ts'
import { MarketSettingsForm } from './market-settings.tsx'
import { marketQuery, marketsQuery, planQuery, publishCall } from './queries.ts'
import { usePartnerCall } from './use-partner-call.ts'

const NewMarketForm = lazy(async () => ({ default: (await import('./market-dialogs.tsx')).NewMarketForm }))

const restMs = 500
const nothing = () => undefined
/** What a draft is written over. */
const nowhere = { slug: '', version: 0, document: '' }

interface EditorProps {
  published: Pick<MarketText, 'slug' | 'version' | 'document'>
  /** A text that was never published; null for a market that is in force. */
  draft: string | null
  mayWrite: boolean
  onSlug: (slug: string) => void
  onNew: () => void
  onDiscard: () => void
  onPublished: (slug: string) => void
}

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

function useMarketText({ published, draft, onPublished }: Pick<EditorProps, 'published' | 'draft' | 'onPublished'>) {
  const [base, setBase] = useState({ version: published.version, document: published.document })
  const [text, setText] = useState(draft ?? published.document)
  const [revision, setRevision] = useState(0)
  const startFrom = (next: { version: number; document: string }) => {
    setBase(next)
    setText(next.document)
    setRevision((known) => known + 1)
  }
  const publish = usePartnerCall<{ slug: string; version: number }>(({ slug, version }) => {
    setBase({ version, document: text })
    onPublished(slug)
  })
  const isChanged = text !== base.document
  const isOutrun = published.version > base.version
  useEffect(() => {
    if (isOutrun && !isChanged) startFrom(published)
  }, [published, isOutrun, isChanged])
  return { base, text, setText, revision, isChanged, isOutrun, publish, startOver: () => startFrom(published) }
}

type Edited = ReturnType<typeof useMarketText>

/** Why it cannot be published, in words; null when it can. */
function refusalOf(edited: Edited, { version, plan }: { version: number; plan: MarketPlan | null }) {
  // A draft is over no version: there is none of its name yet.
  if (version === 0 && plan !== null && plan.version > 0) return t('market.exists', { slug: plan.slug ?? '' })
  if (edited.isOutrun && edited.isChanged) return t('market.meanwhile', { version })
  if (!edited.isChanged) return t('market.unchanged')
  if (plan === null) return t('market.checking')
  return plan.check.isPublishable && plan.conflict === null ? null : t('market.faulty')
}

interface BarProps extends EditorProps {
  edited: Edited
  refusal: string | null
  /** As the text has it; one that is published is known by its own. */
  slug: string
  pane: Pane
  onPane: (pane: Pane) => void
}

function Markets({ published, mayWrite, onSlug, onNew }: EditorProps) {
  const { data } = useQuery(marketsQuery)
  return (
    <>
      <select
        aria-label={t('market.market')}
        className="field !h-[30px] !w-auto min-w-0 flex-initial max-pane:!h-11"
        value={published.slug}
        onChange={(event) => onSlug(event.target.value)}
      >
        {data?.data.map((market) => (
          <option key={market.slug} value={market.slug}>
            {market.slug} · {market.brand} · {market.regions.join(' + ')}
          </option>
        ))}
      </select>
      {mayWrite && <IconButton icon="plus" label={t('market.new')} onClick={onNew} />}
    </>
  )
}

function MarketBar({ edited, refusal, slug, pane, onPane, ...props }: BarProps) {
  const { published, draft, mayWrite, onDiscard } = props
  const { base, text, isChanged, publish } = edited
  const target = draft === null ? published.slug : slug
  return (
    <div className="flex min-h-[42px] flex-none flex-wrap items-center gap-2 border-b border-line px-5 py-1.5 max-pane:px-3.5">
      {draft === null ? <Markets {...props} /> : <b className="font-medium">{slug}</b>}
      <Chip tone="outlined">
        {draft === null ? t('workflow.version', { version: base.version }) : t('market.draft')}
      </Chip>
      <PaneSwitch pane={pane} onPane={onPane} />
      {mayWrite && (
        <span className="ms-auto flex flex-wrap items-center gap-2">
          <span id="market-refusal" role="status" className="type-meta text-ink-3">
            {refusal}
          </span>
          {isChanged && (
            <Button look="bare" icon="undo" onClick={draft === null ? edited.startOver : onDiscard}>
              {t(draft === null ? 'workflow.undo' : 'market.discard')}
            </Button>
          )}
          <Button
            look="main"
            icon="arrow-up"
            busy={publish.isPending}
            disabled={refusal !== null}
            aria-describedby="market-refusal"
            onClick={() => publish.mutate(publishCall(target, { document: text, expectedVersion: base.version }))}
          >
            {t('market.publish')}
          </Button>
        </span>
      )}
    </div>
  )
}

function Editor(props: EditorProps) {
  const { published, mayWrite } = props
  const edited = useMarketText(props)
  const { text, setText } = edited
  const rested = useRested(text)
  const plan = useQuery(planQuery(rested))
  const current = rested === text ? (plan.data ?? null) : null
  const [pane, setPane] = useState<Pane>('settings')
  const [target, setTarget] = useState<{ line: number; request: number } | null>(null)
  const refusal = refusalOf(edited, { version: published.version, plan: current })
  const onLine = (line: number) => {
    setPane('document')
    setTarget((known) => ({ line, request: (known?.request ?? 0) + 1 }))
  }
  return (
    <>
      <MarketBar {...props} {...{ edited, refusal, pane }} slug={readSettings(text)?.slug ?? ''} onPane={setPane} />
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

function OneMarket({ slug, ...props }: Omit<EditorProps, 'published'> & { slug: string }) {
  const { data, error, refetch } = useQuery(marketQuery(slug))
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="p-5" rows={['h-6 w-1/3', 'h-96']} />
  return <Editor key={slug} published={data} {...props} />
}

function NoMarket({ mayWrite, onNew }: { mayWrite: boolean; onNew: () => void }) {
  return (
    <Empty icon="plug" title={t('market.none')} text={t('market.noneText')}>
      {mayWrite && (
        <Button look="main" icon="plus" onClick={onNew}>
          {t('market.new')}
        </Button>
      )}
    </Empty>
  )
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
  const [isNew, setNew] = useState(false)
  const [draft, begin] = useState<string | null>(null)
  const [published, end] = useState<string | null>(null)
  const isListed = published !== null && data?.data.some((market) => market.slug === published) === true
  // The draft stands until the market is among the others: nothing else shows in between.
  useEffect(() => {
    if (!isListed) return
    begin(null)
    end(null)
  }, [isListed])
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="p-5" rows={['h-6 w-1/3', 'h-96']} />
  const chosen = data.data.find((market) => market.slug === slug) ?? data.data[0]
  const none = { draft: null, mayWrite, onSlug, onNew: () => setNew(true), onDiscard: nothing, onPublished: nothing }
  const close = () => setNew(false)
  const drafted = (slugOf: string) => {
    end(slugOf)
    onSlug(slugOf)
  }
  return (
    <>
      {draft !== null && (
        <Editor {...none} published={nowhere} draft={draft} onDiscard={() => begin(null)} onPublished={drafted} />
      )}
      {draft === null && chosen !== undefined && <OneMarket {...none} slug={chosen.slug} />}
      {draft === null && chosen === undefined && <NoMarket mayWrite={mayWrite} onNew={() => setNew(true)} />}
      {isNew && (
        <Suspense fallback={null}>
          <NewMarketForm
            onClose={close}
            onBegin={(document) => {
              begin(document)
              close()
            }}
          />
        </Suspense>
      )}
    </>
  )
}
